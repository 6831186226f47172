"""``/admin/`` and what lies below it for the inbox; the names of the latter are ``inbox:…``."""

from django.urls import include, path

from helpdesk.inbox import messages, pages, people, person_list, person_page

DESK = "admin/<str:vendor>/<str:workspace>/"

inbox = [
    path(DESK, pages.index, name="index"),
    path(f"{DESK}rows", pages.rows, name="rows"),
    path(f"{DESK}rows/<int:room>", pages.row, name="row"),
    path(f"{DESK}rooms/<int:room>", pages.room, name="room"),
    path(f"{DESK}rooms/<int:room>/pane", pages.pane, name="pane"),
    path(f"{DESK}rooms/<int:room>/history", messages.history, name="history"),
    path(f"{DESK}rooms/<int:room>/messages", messages.messages, name="messages"),
    path(f"{DESK}people", person_list.people, name="people"),
    path(f"{DESK}people/<int:person>", person_page.person, name="person"),
    path(f"{DESK}people/<int:person>/block", people.make_block, name="block"),
    path(f"{DESK}people/<int:person>/unblock", people.remove_block, name="unblock"),
    path(f"{DESK}people/<int:person>/pin", people.make_pin, name="pin"),
    path(f"{DESK}people/<int:person>/unpin", people.remove_pin, name="unpin"),
]

urlpatterns = [
    path("admin/", pages.entrance, name="admin"),
    path("", include((inbox, "inbox"))),
]
