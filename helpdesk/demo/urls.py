"""The demo's pages, named ``demo:…``, and django-mail-preview's where mail is captured."""

from django.conf import settings
from django.urls import include, path

from helpdesk.demo import pages

demo = [
    path("demo/", pages.index, name="index"),
    path("demo/support-unknown-user", pages.vendor, name="vendor"),
    path("demo/mail", pages.mail, name="mail"),
    path("demo/agent", pages.agent, name="agent"),
    path("demo/agent/<int:agent>", pages.become, name="become"),
    path("demo/agent/support", pages.support, name="support"),
]

urlpatterns = [path("", include((demo, "demo")))]
if not settings.EMAIL_URL:
    urlpatterns += [path("demo/mail/", include("django_mail_preview.urls"))]
