"""The demo's pages, named ``demo:…``, and django-mail-preview's where mail is captured."""

from django.conf import settings
from django.urls import include, path

from helpdesk.demo import kits, pages

demo = [
    path("demo/", pages.index, name="index"),
    path("demo/support-unknown-user", pages.vendor, name="vendor"),
    path("demo/showcase", pages.showcase, name="showcase"),
    path("demo/kits/", kits.index, name="kits"),
    path("demo/kits/<str:package>/<str:layout>", kits.page, name="kit"),
    path("demo/kits/<str:package>/<str:layout>/script.js", kits.bundle, name="kit_script"),
    path("demo/mail", pages.mail, name="mail"),
    path("demo/agent", pages.agent, name="agent"),
    path("demo/agent/<int:agent>", pages.become, name="become"),
    path("demo/agent/support", pages.support, name="support"),
]

urlpatterns = [path("", include((demo, "demo")))]
if not settings.EMAIL_URL:
    urlpatterns += [path("demo/mail/", include("django_mail_preview.urls"))]
