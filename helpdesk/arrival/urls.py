from django.urls import path

from helpdesk.arrival import pages

app_name = "arrival"
urlpatterns = [
    path("link/<str:token>/", pages.link, name="link"),
    path("link/<str:token>/again", pages.again, name="again"),
]
