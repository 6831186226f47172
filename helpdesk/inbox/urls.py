"""``/admin/`` and what lies below it for the inbox; the names of the latter are ``inbox:…``."""

from django.urls import include, path

from helpdesk.inbox import (
    messages,
    moves,
    pages,
    people,
    person_list,
    person_page,
    waiting_pages,
)
from helpdesk.rooms.parts import part_paths

DESK = "admin/<str:vendor>/<str:workspace>/"

inbox = [
    path(DESK, pages.index, name="index"),
    path(f"{DESK}rows", pages.rows, name="rows"),
    path(f"{DESK}rows/<int:room>", pages.row, name="row"),
    path(f"{DESK}rooms/<int:room>", pages.room, name="room"),
    path(f"{DESK}rooms/<int:room>/pane", pages.pane, name="pane"),
    path(f"{DESK}rooms/<int:room>/messages", messages.messages, name="messages"),
    *part_paths(f"{DESK}rooms/<int:room>", messages.page_of),
    path(f"{DESK}waiting", waiting_pages.waiting, name="waiting"),
    path(
        f"{DESK}waiting/stopped/<int:suppression>/allow",
        waiting_pages.allow_mail,
        name="allow_mail",
    ),
    path(f"{DESK}people", person_list.people, name="people"),
    path(f"{DESK}people/<int:person>", person_page.person, name="person"),
    path(f"{DESK}people/<int:person>/dialog", people.begin_dialog, name="dialog"),
    path(f"{DESK}people/<int:person>/block", people.make_block, name="block"),
    path(f"{DESK}people/<int:person>/unblock", people.remove_block, name="unblock"),
    path(f"{DESK}people/<int:person>/pin", people.make_pin, name="pin"),
    path(f"{DESK}people/<int:person>/unpin", people.remove_pin, name="unpin"),
    path(f"{DESK}people/<int:person>/reopen", people.reopen_rooms, name="reopen"),
    path(f"{DESK}customers/<int:customer>/moves", moves.moves, name="moves"),
    path(f"{DESK}customers/<int:customer>/moves/all", moves.move_all, name="move_all"),
    path(f"{DESK}rooms/<int:room>/move", moves.move_room, name="move_room"),
    path(f"{DESK}moves/<uuid:batch>/undo", moves.undo, name="undo_moves"),
]

urlpatterns = [
    path("admin/", pages.entrance, name="admin"),
    path("", include((inbox, "inbox"))),
]
