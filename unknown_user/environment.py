"""What the environment gives the settings: the secret key, the mailer, where we are."""

import os
import secrets
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

DNS_PORT = 53
MAIL_TIMEOUT = 30  # seconds for one mail in all; smtplib has no such thing, see proof/smtp.py

# Slow is worse than down: whoever would wait longer is told to come back, and nothing queues up.
POOL_PATIENCE = 5  # seconds for a connection of the pool
MOST_WAITING = 200  # for a connection; those beyond are refused at once
# Seconds in which the pool goes on trying to replace a lost connection, less and less often; then
# the next request tries. Its own five minutes would leave up to a minute without any.
RECONNECT_WITHIN = 5
DATABASE_LIMITS = {  # milliseconds
    "statement_timeout": 20_000,
    "lock_timeout": 5_000,
    # A process that stands still, or is cut off, gives up the locks that it holds
    "idle_in_transaction_session_timeout": 30_000,
}
REACHING = {  # seconds, but for the last, milliseconds: a network that swallows everything
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
# Windows runs these where somebody opens them by mistake.
RUN_BY_A_CLICK = ["bat", "cmd", "com", "cpl", "exe", "hta", "jse", "lnk", "msi", "pif"]
RUN_BY_A_CLICK += ["ps1", "reg", "scr", "vbe", "vbs", "wsf", "wsh"]
S3_IN_MEMORY = 1_000_000  # bytes of a file from S3; what is longer waits on disk

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def kept_secret(data_dir: Path) -> str:
    """A secret key made once and kept below ``data_dir``, so that a restart signs nobody out."""
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64))
        except FileExistsError:
            pass  # another process was quicker; its secret serves both
    return path.read_text()


def database_options(given: Mapping[str, Any], most: int) -> dict[str, Any]:
    """The OPTIONS of a database whose address names the ``given`` ones, which win, with a pool of
    at most so many connections."""
    limits = " ".join(f"-c {name}={value}" for name, value in DATABASE_LIMITS.items())
    return {
        **REACHING,
        **given,
        "options": f"{limits} {given.get('options', '')}".strip(),
        "pool": {
            "min_size": 1,
            "max_size": most,
            "timeout": POOL_PATIENCE,
            "max_waiting": MOST_WAITING,
            "reconnect_timeout": RECONNECT_WITHIN,
        },
    }


def mailer(url: str) -> dict[str, Any]:
    """The MAILERS entry that ``EMAIL_URL`` stands for.

    ``smtp://``, ``smtp+tls://`` and ``smtp+ssl://`` name a server; ``console://`` prints; any
    other scheme is one of django-anymail's providers, with its options in the query:
    ``postmark://?server_token=…``, ``amazon-ses://``. Raises ValueError for a URL without a scheme.
    """
    parts = urlsplit(url)
    if not parts.scheme:
        raise ValueError("EMAIL_URL needs a scheme, for example smtp://mail.example.com:587")
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme.split("+")[0] != "smtp":
        return {
            "BACKEND": f"anymail.backends.{parts.scheme.replace('-', '_')}.EmailBackend",
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    security = parts.scheme.removeprefix("smtp").removeprefix("+")
    options: dict[str, Any] = {
        "host": parts.hostname or "localhost",
        "port": parts.port or {"tls": 587, "ssl": 465}.get(security, 25),
        "timeout": MAIL_TIMEOUT,
        "use_tls": security == "tls",
        "use_ssl": security == "ssl",
    }
    if parts.username:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return {"BACKEND": "customers.proof.smtp.EmailBackend", "OPTIONS": options}


def anymail(environ: Mapping[str, str]) -> dict[str, str]:
    """django-anymail's settings: ``WEBHOOK_SECRET``, and each ``ANYMAIL_…`` by its own name."""
    given = {
        name.removeprefix("ANYMAIL_"): value
        for name, value in environ.items()
        if name.startswith("ANYMAIL_")
    }
    return given | {"WEBHOOK_SECRET": environ.get("WEBHOOK_SECRET", "")}


def name_servers(listed: list[str]) -> list[tuple[str, int]]:
    """DNS servers as (address, port). Each is written as 192.0.2.1, 192.0.2.1:5353 or [::1]:5353.

    Raises ValueError for one that is no address: a name would need a DNS server to be found.
    """
    servers = [urlsplit(f"//{text}") for text in listed]
    return [(str(ip_address(at.hostname or "")), at.port or DNS_PORT) for at in servers]


def endings(listed: list[str]) -> frozenset[str]:
    """The endings of file names that a list such as ``.PDF, docx`` means."""
    return frozenset(ending.strip().lower().lstrip(".") for ending in listed if ending.strip())


def file_storage(environ: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """The STORAGES entry for what people upload: FILES_DIR, else ``folder``; or S3 where
    FILES_S3_BUCKET names a bucket.

    Nobody but us reads either: files are served through their rooms alone.
    """
    if not environ.get("FILES_S3_BUCKET"):
        options: dict[str, Any] = {
            "location": Path(environ.get("FILES_DIR") or folder).resolve(),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        }
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    given = {
        "bucket_name": environ["FILES_S3_BUCKET"],
        "location": environ.get("FILES_S3_PREFIX", "files"),
        "endpoint_url": environ.get("FILES_S3_ENDPOINT"),
        "region_name": environ.get("FILES_S3_REGION"),
        "access_key": environ.get("FILES_S3_ACCESS_KEY"),
        "secret_key": environ.get("FILES_S3_SECRET_KEY"),
    }
    options = {name: value for name, value in given.items() if value}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": options
        | {"default_acl": None, "max_memory_size": S3_IN_MEMORY, "file_overwrite": True},
    }


def is_loopback(url: str) -> bool:
    """Whether ``url`` names this machine only."""
    host = urlsplit(url).hostname or ""
    return host in LOOPBACK or host.endswith(".localhost")
