from django.urls import path

from helpdesk.arrival import denial, pages

app_name = "arrival"
urlpatterns = [
    path("link/<str:token>/", pages.link, name="link"),
    path("link/<str:token>/again", pages.again, name="again"),
    path("not-me/<str:token>/", denial.denial, name="denial"),
]
