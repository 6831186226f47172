from django.urls import path

from helpdesk.widget import embed, pages

app_name = "widget"
urlpatterns = [
    path("widget/<str:widget_id>/", pages.form, name="form"),
    path("widget/<str:widget_id>/correct", pages.correct, name="correct"),
    path("embed.js", embed.embed_script, name="embed"),
    path("embed-<str:version>.js", embed.versioned_script, name="embed_version"),
]
