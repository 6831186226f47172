from django.urls import path

from helpdesk.rooms import pages
from helpdesk.rooms.more_rooms import MORE_ROOMS
from helpdesk.rooms.parts import part_paths

app_name = "rooms"
urlpatterns = [
    path("rooms/", pages.rooms, name="list"),
    path("rooms/search", pages.search, name="search"),
    path("rooms/left/<slug:widget_id>/", pages.left, name="left"),
    path("rooms/<int:room>/", pages.room, name="room"),
    path("rooms/<int:room>/messages", pages.messages, name="messages"),
    path("rooms/<int:room>/others", pages.others, name="others"),
    path("rooms/<int:room>/more", pages.page_of(MORE_ROOMS), name="more_rooms"),
    path("rooms/<int:room>/sharing", pages.sharing, name="sharing"),
    path("rooms/<int:room>/leaving", pages.leaving, name="leaving"),
    *part_paths("rooms/<int:room>", pages.page_of),
]
