"""Where WebSockets are served. ('Routing' is a word of the domain here.)"""

from django.urls import path

from helpdesk.rooms.consumer import RoomConsumer

websocket_urlpatterns = [path("ws/", RoomConsumer.as_asgi())]
