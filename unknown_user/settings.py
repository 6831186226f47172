"""Every setting, from the environment. docs/settings.md explains each variable."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.utils.csp import CSP

from unknown_user import environment, local_postgres, logs, static_headers

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# What this installation is
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
PORT = env.int("PORT", 8000)
PUBLIC_URL = env("PUBLIC_URL", default=f"http://localhost:{PORT}").rstrip("/")
SECRET_KEY = env("SECRET_KEY", default="") or environment.kept_secret(DATA_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(PUBLIC_URL).hostname or "localhost"])
if environment.is_loopback(PUBLIC_URL):
    ALLOWED_HOSTS += sorted(environment.LOOPBACK - {"::1"}) + ["[::1]"]
SECURE = PUBLIC_URL.startswith("https://")

# A production server refuses to start without these (unknown_user/readiness.py)
REQUIRED_IN_PRODUCTION = ["SECRET_KEY", "PUBLIC_URL", "EMAIL_URL"]
MISSING_IN_PRODUCTION = [name for name in REQUIRED_IN_PRODUCTION if not env(name, default="")]

# How long things live, and how often they may be asked for
LINK_LIFETIME = env.int("LINK_LIFETIME", 30 * 60)  # seconds
CODE_LIFETIME = env.int("CODE_LIFETIME", 10 * 60)  # seconds, of the six digits in a link's mail
SESSION_LIFETIME = env.int("SESSION_LIFETIME", 30 * 24 * 3600)  # seconds, of a person's session
IDLE_DAYS = env.int("IDLE_DAYS", 90)  # then old private rooms wait for an agent's word
INVITATION_LIFETIME = env.int("INVITATION_LIFETIME", 7 * 24 * 3600)  # seconds
MAILBOX_LIMITS = [(60, 1), (3600, 5), (86400, 10)]  # (seconds, links)
IP_LIMITS = [(60, env.int("IP_LIMIT_PER_MINUTE", 20)), (3600, env.int("IP_LIMIT_PER_HOUR", 100))]
WIDGET_LIMITS = [
    (60, env.int("WIDGET_LIMIT_PER_MINUTE", 120)),
    (3600, env.int("WIDGET_LIMIT_PER_HOUR", 1000)),
]
# Files that people send (docs/settings.md, "Files")
FILE_SIZE_LIMIT = env.int("FILE_SIZE_LIMIT", 25_000_000)  # bytes
FILES_WAITING_LIMIT = env.int("FILES_WAITING_LIMIT", 10 * FILE_SIZE_LIMIT)  # bytes, of an author
FILE_LIMITS = [(60, env.int("FILES_PER_MINUTE", 30)), (3600, env.int("FILES_PER_HOUR", 300))]
FILE_TYPES_ALLOWED = environment.endings(env.list("FILE_TYPES_ALLOWED", default=[]))
FILE_TYPES_FORBIDDEN = environment.endings(
    env.list("FILE_TYPES_FORBIDDEN", default=environment.RUN_BY_A_CLICK)
)
# A request's body: one file, or the longest form (large_forms.py), and what stands around it
LONGEST_BODY = max(FILE_SIZE_LIMIT, 10_000_000) + 1_000_000  # bytes
# Sockets of one process: all, those of one person or agent, and those from one network address that
# have not said yet who they are; and the frames of one client in the long run
MOST_SOCKETS = env.int("MOST_SOCKETS", 20_000)
MOST_SOCKETS_EACH = env.int("MOST_SOCKETS_EACH", 50)
MOST_SOCKETS_UNNAMED = env.int("MOST_SOCKETS_UNNAMED", 200)
SOCKET_FRAMES_PER_SECOND = env.int("SOCKET_FRAMES_PER_SECOND", 20)
# Pages of history and searches of one person or agent in the long run, in one process
QUESTIONS_PER_SECOND = env.int("QUESTIONS_PER_SECOND", 5)
# Only these proxies' X-Forwarded-For is believed: addresses or networks
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

INSTALLED_APPS = [
    "unknown_user",
    "helpdesk",
    "customers",
    "channels",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "anymail",
    "django_htmx",
    "servestatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "servestatic.middleware.ServeStaticMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "unknown_user.page_headers.page_headers",
    "unknown_user.plain_requests.plain_requests",
    "unknown_user.lost_gets.lost_gets",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "unknown_user.urls"
ASGI_APPLICATION = "unknown_user.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
            ],
        },
    }
]

# Postgres is the truth. Each process has a pool; nothing holds a connection between requests.
DATABASES = {
    "default": env.db_url_config(env("DATABASE_URL", default=local_postgres.url(DATA_DIR)))
}
DATABASES["default"]["OPTIONS"] = environment.database_options(
    DATABASES["default"].get("OPTIONS", {}), most=env.int("DATABASE_POOL", 24)
)
# A connection that a restarted Postgres has ended is replaced before somebody's request meets it.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["TEST"] = {"NAME": env("TEST_DATABASE", default="test_unknown_user")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The channel layer carries hints between processes; without Redis there is one process.
REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            # The older protocol: with the newer one redis-py writes out all that it hears, texts
            # of messages among it, for a log that mostly nobody keeps.
            "CONFIG": {
                "hosts": [{"address": REDIS_URL, "protocol": 2}],
                "prefix": "unknown-user",
            },
        }
    }
else:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels.layers.InMemoryChannelLayer",
            "CONFIG": {"capacity": 10_000},
        }
    }
# Only allauth's limits on sign-in use it. Not in Redis: agents sign in while that is away.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Mail goes out through Django's API, from the worker.
EMAIL_URL = env("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env(
    "EMAIL_FROM", default=f"support@{urlsplit(PUBLIC_URL).hostname or 'localhost'}"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if EMAIL_URL:
    MAILERS = {"default": environment.mailer(EMAIL_URL)}
else:
    INSTALLED_APPS += ["django_mail_preview"]
    MAILERS = {"default": {"BACKEND": "django_mail_preview.backends.EmailBackend"}}
    MAIL_PREVIEW_ROOT = DATA_DIR / "mail"
    MAIL_PREVIEW_ALLOW = "helpdesk.demo.access.mail_may_be_read"
    # The demo serves as production does and captures its mail; its pages exist only in the demo.
    SILENCED_SYSTEM_CHECKS = ["django_mail_preview.W001", "django_mail_preview.W003"]

PROCRASTINATE_IMPORT_PATHS = [
    "customers.proof.tasks",
    "customers.routing.tasks",
    "customers.team.tasks",
    "helpdesk.rooms.tasks",
    "helpdesk.rooms.files.tasks",
]

# Whether the worker looks at what links in messages lead to; tests add (address, port) that are not
# of the public web.
LINK_PREVIEWS = env.bool("LINK_PREVIEWS", True)
LINK_PREVIEWS_ALSO_FROM: set[tuple[str, int]] = set()

# Who is asked for the TXT records that prove a domain: (address, port); the system's if empty
DNS_RESOLVER = environment.name_servers(env.list("DNS_RESOLVER", default=[]))
# What providers tell of mail is believed with WEBHOOK_SECRET, "user:password", alone
ANYMAIL = environment.anymail(os.environ)

# Agents sign in through allauth; there is no sign-up.
AUTH_USER_MODEL = "customers.Agent"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "customers.team.accounts.AgentAccountAdapter"
ACCOUNT_FORMS = {
    "login": "customers.team.account_forms.SignInForm",
    "reauthenticate": "customers.team.account_forms.ReauthenticateForm",
    "reset_password": "customers.team.account_forms.ResetPasswordForm",
    "reset_password_from_key": "customers.team.account_forms.ResetPasswordKeyForm",
    "change_password": "customers.team.account_forms.ChangePasswordForm",
    "set_password": "customers.team.account_forms.SetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation's link proved the mailbox
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/admin/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# What browsers are told
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],  # blob: what was fetched with a frame's bearer
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # bytes; no form of ours is near it

# Static files: hashed, compressed, immutable
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# What people send and what is made of it; served by views that ask who may see it, never by itself
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": environment.file_storage(os.environ, DATA_DIR / "files"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "unknown_user.static_files.HashedStaticFiles"
    },
}
SERVESTATIC_AUTOREFRESH = DEBUG
SERVESTATIC_ADD_HEADERS_FUNCTION = static_headers.dress
SERVESTATIC_USE_FINDERS = DEBUG

LANGUAGE_CODE = "en"
# Only what we speak: else Django's and the libraries' own sentences would mix other languages in.
LANGUAGES = [("en", "English")]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# Access logs and error reports never show what opens a door (unknown_user/log_redaction.py)
LOGGING = logs.logging(env("ACCESS_LOG_LEVEL", default="WARNING"))
