import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from unknown_user import environment
from unknown_user.readiness import refuse_if_alone, refuse_if_unready


@pytest.mark.parametrize(
    ("url", "backend", "options"),
    [
        (
            "smtp://mail.fernhill.io",
            "customers.proof.smtp.EmailBackend",
            {"host": "mail.fernhill.io", "port": 25, "use_tls": False, "use_ssl": False},
        ),
        (
            "smtp+tls://ada:p%40ss@mail.fernhill.io:2525",
            "customers.proof.smtp.EmailBackend",
            {"port": 2525, "use_tls": True, "username": "ada", "password": "p@ss"},
        ),
        (
            "smtp+ssl://mail.fernhill.io",
            "customers.proof.smtp.EmailBackend",
            {"port": 465, "use_ssl": True},
        ),
        (
            "postmark://?server_token=t0k3n",
            "anymail.backends.postmark.EmailBackend",
            {"server_token": "t0k3n"},
        ),
        ("amazon-ses://", "anymail.backends.amazon_ses.EmailBackend", {}),
        ("console://", "django.core.mail.backends.console.EmailBackend", {}),
    ],
)
def test_an_email_url_names_a_mailer(url, backend, options):
    mailer = environment.mailer(url)
    assert mailer["BACKEND"] == backend
    assert options.items() <= mailer.get("OPTIONS", {}).items()


def test_a_mail_server_that_is_mute_is_given_up():
    assert environment.mailer("smtp://mail.fernhill.io")["OPTIONS"]["timeout"] <= 30


def test_a_dns_resolver_is_an_address_with_or_without_a_port():
    listed = ["192.0.2.1", "127.0.0.1:5353", "[::1]:5353"]
    servers = [("192.0.2.1", 53), ("127.0.0.1", 5353), ("::1", 5353)]
    assert environment.name_servers(listed) == servers


@pytest.mark.parametrize("listed", ["dns.fernhill.io", "192.0.2.1:x", ""])
def test_a_dns_resolver_that_is_no_address_is_refused(listed):
    with pytest.raises(ValueError, match=r".+"):
        environment.name_servers([listed])


def test_a_secret_is_made_once_and_readable_by_nobody_else(tmp_path):
    first = environment.kept_secret(tmp_path)
    assert environment.kept_secret(tmp_path) == first
    assert len(first) >= 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_files_are_kept_where_nobody_else_reads_them(tmp_path, settings):
    entry = environment.file_storage({}, tmp_path / "files")
    settings.STORAGES = settings.STORAGES | {"default": entry}
    storages["default"].save("1/a", ContentFile(b"text"))
    for path in (tmp_path / "files/1", tmp_path / "files/1/a"):
        assert path.stat().st_mode & 0o077 == 0


def test_files_go_to_s3_where_a_bucket_is_named(tmp_path, settings):
    given = {
        "FILES_S3_BUCKET": "fernhill",
        "FILES_S3_ENDPOINT": "https://s3.example.com",
        "FILES_S3_ACCESS_KEY": "key",
        "FILES_S3_SECRET_KEY": "secret",
    }
    entry = environment.file_storage(given, tmp_path)
    settings.STORAGES = settings.STORAGES | {"default": entry}
    storage = storages["default"]  # which refuses options that it doesn't know
    assert (storage.bucket_name, storage.endpoint_url) == ("fernhill", "https://s3.example.com")
    assert (storage.location, storage.access_key) == ("files", "key")


def test_endings_are_written_as_one_likes():
    assert environment.endings([".PDF", " docx ", ""]) == {"pdf", "docx"}


def test_production_names_all_that_is_missing(settings):
    settings.DEMO = settings.DEBUG = False
    settings.MISSING_IN_PRODUCTION = ["SECRET_KEY", "EMAIL_URL"]
    with pytest.raises(Exception, match="SECRET_KEY, EMAIL_URL"):
        refuse_if_unready()


def test_the_demo_refuses_a_public_address(settings):
    settings.DEMO, settings.PUBLIC_URL = True, "https://help.fernhill.io"
    with pytest.raises(Exception, match="DEMO"):
        refuse_if_unready()


def test_a_second_process_needs_redis(settings):
    settings.REDIS_URL = ""
    with pytest.raises(Exception, match="REDIS_URL"):
        refuse_if_alone("A worker apart from the server")
