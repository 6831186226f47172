#!/usr/bin/env python3
"""Every command of the project. Outside of its environment it starts itself again inside."""

import importlib.util
import os
import signal
import sys
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def main() -> None:
    """Run one management command, with the embedded Postgres at hand where no other is named."""
    if importlib.util.find_spec("django") is None and ENVIRONMENT.exists():
        os.execv(ENVIRONMENT, [str(ENVIRONMENT), *sys.argv])  # noqa: S606
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that what was started is ended
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unknown_user.settings")
    from django.core.management import execute_from_command_line

    from unknown_user import local_postgres

    with local_postgres.attached():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
