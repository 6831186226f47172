"""The server: pages, sockets, and what runs beside them."""

import os
import sys

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unknown_user.settings")
pages = get_asgi_application()  # before anything that imports models

from helpdesk.rooms.hub import run_hub  # noqa: E402
from helpdesk.websocket_urls import websocket_urlpatterns  # noqa: E402
from unknown_user.body_limit import BodyLimit  # noqa: E402
from unknown_user.keeping_postgres import keep_postgres  # noqa: E402
from unknown_user.lifespan import Lifespan  # noqa: E402
from unknown_user.worker import run_worker  # noqa: E402

# The loop that carries all sockets must not wait 5 ms, Python's default, each time that it wants
# to go on while a thread renders a page or checks access.
sys.setswitchinterval(0.0005)

services = [run_hub]
if os.environ.get("WORKER") != "apart":
    services.append(run_worker)
if not os.environ.get("DATABASE_URL"):
    services.append(keep_postgres)

application = ProtocolTypeRouter(
    {
        "http": BodyLimit(pages),
        "websocket": URLRouter(websocket_urlpatterns),
        "lifespan": Lifespan(*services),
    }
)
