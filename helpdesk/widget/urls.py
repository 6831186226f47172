from django.urls import path

from helpdesk.rooms.more_rooms import MORE_ROOMS
from helpdesk.rooms.parts import part_paths
from helpdesk.widget import code, embed, opening, pages, rooms

app_name = "widget"
WIDGET = "widget/<str:widget_id>"
urlpatterns = [
    path(f"{WIDGET}/", pages.form, name="form"),
    path(f"{WIDGET}/correct", pages.correct, name="correct"),
    path(f"{WIDGET}/code", code.code, name="code"),
    path(f"{WIDGET}/open", opening.opened, name="open"),
    path(f"{WIDGET}/headless", opening.headless, name="headless"),
    path(f"{WIDGET}/unread", rooms.unread, name="unread"),
    path(f"{WIDGET}/leaving", rooms.leaving, name="leaving"),
    path(f"{WIDGET}/rooms/", rooms.home, name="home"),
    path(f"{WIDGET}/rooms/search", rooms.search, name="search"),
    path(f"{WIDGET}/rooms/<int:room>/", rooms.room, name="room"),
    path(f"{WIDGET}/rooms/<int:room>/messages", rooms.messages, name="messages"),
    path(f"{WIDGET}/rooms/<int:room>/sharing", rooms.sharing, name="sharing"),
    path(f"{WIDGET}/rooms/<int:room>/others", rooms.others, name="others"),
    path(f"{WIDGET}/rooms/<int:room>/more", rooms.page_of(MORE_ROOMS), name="more_rooms"),
    *part_paths(f"{WIDGET}/rooms/<int:room>", rooms.page_of),
    path("embed.js", embed.embed_script, name="embed"),
    path("embed-<str:version>.js", embed.versioned_script, name="embed_version"),
]
