"""Whether the database answers and has room, told in a few seconds even where it stands still."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from django.db import Error, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

WITHIN = 3.0  # seconds
# Kept in some 300 kB, which is more than this memory: Postgres has to write it to its disk.
LITTLE_MEMORY = "SET LOCAL work_mem = '64kB'"
MORE_THAN_THAT = "SELECT count(*) FROM generate_series(1, 10000)"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers and has room to write, 503 while it doesn't."""
    if not _look.is_well():
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse({"database": "ok"})


class _Look:
    """One look at the database at a time, in a thread of its own, however many ask."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "health")
        self._turn = Lock()
        self._under_way: Future[bool] | None = None

    def is_well(self) -> bool:
        with self._turn:
            if self._under_way is None or self._under_way.done():
                self._under_way = self._thread.submit(_writes)
            look = self._under_way
        try:
            return look.result(WITHIN)
        except TimeoutError:
            return False


_look = _Look()


def _writes() -> bool:
    """Whether the database can write to its disk. Changes nothing there."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LITTLE_MEMORY)
            cursor.execute(MORE_THAN_THAT)
    except Error:
        return False
    finally:
        connection.close()
    return True
