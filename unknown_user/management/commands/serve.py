import os
import resource
import socket
from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from helpdesk.demo.world import ensure_demo, sign_in_hint
from helpdesk.rooms.prepared_frames import PreparedFrames
from unknown_user.environment import LOOPBACK, is_loopback
from unknown_user.readiness import refuse_if_alone, refuse_if_unready

LARGEST_FRAME = 64 * 1024  # bytes; the longest message needs less
PING = 20.0  # seconds, between pings and until a mute socket is given up


class Command(BaseCommand):
    """Serves pages and sockets, with the worker inside."""

    help = "Serves pages and sockets; the worker runs inside unless --worker-apart."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--processes", type=int, default=1, help="more than 1 needs REDIS_URL")
        parser.add_argument("--worker-apart", action="store_true", help="needs REDIS_URL")
        parser.add_argument("--set-up", action="store_true", help="migrate, collect static files")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            refuse_if_unready()
            if options["processes"] > 1 or options["worker_apart"]:
                refuse_if_alone("More than one process")
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        host = _host()
        if settings.DEMO and host not in LOOPBACK:
            raise CommandError(
                f"DEMO lets anybody in, so it listens only on this machine, not {host}."
            )
        _refuse_if_taken(host, settings.PORT)
        if options["worker_apart"]:
            os.environ["WORKER"] = "apart"
        if options["set_up"]:
            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMO:
            ensure_demo()
        _allow_many_sockets()
        self._greet()
        self._serve(host, options["processes"])

    def _greet(self) -> None:
        self.stdout.write(f"\n  Unknown User is at {settings.PUBLIC_URL}")
        if settings.DEMO:
            self.stdout.write(sign_in_hint())
        if not settings.REDIS_URL:
            self.stdout.write("  One process, its worker inside; more of them need REDIS_URL.")
        self.stdout.write("  Ctrl-C ends it.\n")
        self.stdout.flush()

    def _serve(self, host: str, processes: int) -> None:
        uvicorn.run(
            "unknown_user.asgi:application",
            host=host,
            port=settings.PORT,
            workers=processes,
            lifespan="on",
            log_config=None,
            proxy_headers=False,  # customers/proof/client_ip.py reads them, by TRUSTED_PROXIES
            server_header=False,
            timeout_graceful_shutdown=3,  # before lifespan.py has its seconds
            ws=PreparedFrames,
            ws_max_size=LARGEST_FRAME,
            ws_per_message_deflate=False,  # measured to cost four fifths of the deliveries
            ws_ping_interval=PING,
            ws_ping_timeout=PING,
        )


def _allow_many_sockets() -> None:
    """Each is an open file, and shells usually allow a thousand of the many that they could."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _host() -> str:
    if named := os.environ.get("HOST"):
        return named
    return "127.0.0.1" if is_loopback(settings.PUBLIC_URL) else "0.0.0.0"  # noqa: S104


def _refuse_if_taken(host: str, port: int) -> None:
    """Raises CommandError, before anything is set up, where another program has the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} can't be had: {error}. Name another, for example PORT=8001."
            ) from None
