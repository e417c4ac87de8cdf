"""Settings, all from the environment; the defaults are those of the embedded run."""

import secrets
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from messerprise import env
from messerprise.core.log import logging_to_console

# --- Place -----------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var"))).resolve()
DEBUG = env.flag("DEBUG", default=False)
EMBEDDED = env.flag("EMBEDDED", default=True)
SECRET_KEY = env.secret("SECRET_KEY", needed=not EMBEDDED) or secrets.token_urlsafe(48)
PORT = env.number("PORT", 8000)
SECURE = env.flag("SECURE", default=not EMBEDDED)  # reached over HTTPS only
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Where pages may come from that open a socket.
ALLOWED_ORIGINS = env.words(
    "ALLOWED_ORIGINS",
    ",".join(f"https://{host}" if SECURE else f"http://{host}:{PORT}" for host in ALLOWED_HOSTS),
)

# --- Applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "daphne",
    "messerprise.core",
    "messerprise.realtime",
    "messerprise.audit",
    "messerprise.accounts",
    "messerprise.llm",
    "forms_engine",
    "documents",
    "chat",
    "messerprise.ops",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "django_htmx",
    "mozilla_django_oidc",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "messerprise.core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "messerprise.urls"
ASGI_APPLICATION = "messerprise.asgi.application"
WSGI_APPLICATION = "messerprise.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data ------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        env.address("DATABASE_URL", f"sqlite:///{VAR_DIR}/messerprise.sqlite3", "mysql", "sqlite")
    ),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: a transaction that reads and then writes waits its turn and cannot deadlock.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    _SECONDS = env.number("DATABASE_SECONDS", 60)  # a server that vanished hangs up on nobody; locks take 50
    _PATIENCE = {"connect_timeout": 5, "read_timeout": _SECONDS, "write_timeout": _SECONDS}
    DATABASES["default"]["OPTIONS"] = {"charset": "utf8mb4", "isolation_level": "read committed", **_PATIENCE}
# Under ASGI a request's ORM runs on a short-lived thread: a kept connection would leak.
DATABASES["default"]["CONN_MAX_AGE"] = env.number("CONN_MAX_AGE", 0)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
SOCKET_DATABASE_THREADS = env.number("SOCKET_DATABASE_THREADS", 4)  # a web process's kept connections
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.address("REDIS_URL", "redis://127.0.0.1:6379/0", "redis", "rediss", "unix")

_CACHE = "django.core.cache.backends.redis.RedisCache"
_SOON = {"socket_timeout": 1.0, "socket_connect_timeout": 1.0}  # a page must never hang on it
CACHES = {"default": {"BACKEND": _CACHE, "LOCATION": REDIS_URL, "OPTIONS": _SOON}}
_LAYER = "channels_redis.pubsub.RedisPubSubChannelLayer"
_BELLS = {"hosts": [REDIS_URL], "prefix": "me:layer"}
CHANNEL_LAYERS = {"default": {"BACKEND": _LAYER, "CONFIG": _BELLS}}

S3_BUCKET = env.text("S3_BUCKET")
AWS_REGION = env.text("AWS_REGION", "eu-south-1")
TRANSCRIPT_STORE = env.choice("TRANSCRIPT_STORE", "rows", "dynamodb")  # of events that have grown old
TRANSCRIPT_TABLE = env.name("TRANSCRIPT_TABLE", "DynamoDB table", needed=TRANSCRIPT_STORE == "dynamodb")
TRANSCRIPT_MOVE_AFTER_DAYS = env.number("TRANSCRIPT_MOVE_AFTER_DAYS", 1)
TRANSCRIPT_TTL_DAYS = env.number("TRANSCRIPT_TTL_DAYS", 0)  # 0: for ever
_S3 = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env.text("S3_ENDPOINT_URL") or None,
        "region_name": AWS_REGION,
        "addressing_style": "path",
        "signature_version": "s3v4",
        "file_overwrite": False,
        "querystring_auth": True,
    },
}
_FILES = {"location": VAR_DIR / "files"}
_LOCAL = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": _FILES}
STORAGES = {
    "default": _S3 if S3_BUCKET else _LOCAL,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
DOCUMENT_MAX_BYTES = env.number("DOCUMENT_MAX_BYTES", 20 * 1024 * 1024)
WORKBOOK_MAX_BYTES = env.number("WORKBOOK_MAX_BYTES", 10 * 1024 * 1024)
MIGRATION_UNDO_DAYS = env.number("MIGRATION_UNDO_DAYS", 30)
EXPORT_KEPT_HOURS = env.number("EXPORT_KEPT_HOURS", 24)
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

OIDC_ISSUER = env.text("OIDC_ISSUER")
OIDC_RP_CLIENT_ID = env.text("OIDC_CLIENT_ID")
OIDC_RP_CLIENT_SECRET = env.secret("OIDC_CLIENT_SECRET", needed=bool(OIDC_ISSUER))
OIDC_GROUPS_CLAIM = env.text("OIDC_GROUPS_CLAIM", "cognito:groups")
OIDC_ROLE_MAP = env.mapping("OIDC_ROLE_MAP")  # {"group at the provider": "role"}
OIDC_ENDPOINTS = env.mapping("OIDC_ENDPOINTS")  # a discovery document by hand, where there is none
LOCAL_SIGN_IN = env.flag("LOCAL_SIGN_IN", default=not OIDC_ISSUER)
AUTHENTICATION_BACKENDS = [
    *(["messerprise.accounts.backends.OpenIDBackend"] if OIDC_ISSUER else []),
    *(["django.contrib.auth.backends.ModelBackend"] if LOCAL_SIGN_IN else []),
]

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("it", _("Italian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/Rome")
USE_TZ = True

# --- Work in the background ------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_DB_REUSE_MAX = 10**9  # Celery would close the connection after each task; see messerprise.celery
CELERY_TASK_IGNORE_RESULT = True  # the state of work is in the database
CELERY_TASK_SERIALIZER, CELERY_ACCEPT_CONTENT = "json", ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE = CELERY_TASK_ACKS_ON_TIMEOUT = True  # a failure is a row of ours, no redelivery
# prefork only: threads keep their own deadlines
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 240, 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20.0
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # KiB
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_POOL_ACQUIRE_TIMEOUT = 5  # beat's; pages publish by messerprise.core.task_queue
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 2,
    "interval_start": 0.1,
    "interval_step": 0.2,
    "interval_max": 0.5,
}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,  # longer than the longest task, or that is run again beside itself
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 15,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "retry_on_timeout": True,
    "global_keyprefix": "me:celery:",
}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "chat.generate_reply": {"queue": "llm"},
    "documents.*": {"queue": "documents"},
}
# A tick that nobody took in time is dropped, for the next one does its work.
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": seconds, "options": {"expires": 3 * seconds}}
    for task, seconds in {
        "core.relay_outbox": 5.0,
        "ops.give_sign": 10.0,
        "chat.reclaim_replies": 5.0,
        "chat.move_transcripts": 60.0,
        "chat.forget_transcripts": 60.0,
        "forms_engine.reclaim_jobs": 5.0,
        "forms_engine.sweep": 600.0,
    }.items()
}
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 60)
JOBS_AT_ONCE = env.number("JOBS_AT_ONCE", 1)  # fewer than the workers of their queue have processes

# --- Language models -------------------------------------------------------------------------

INTERVIEWER = env.choice("INTERVIEWER", "economical", "natural")
BEDROCK_MODEL_ID = env.text("BEDROCK_MODEL_ID")
BEDROCK_REGION = env.text("BEDROCK_REGION", AWS_REGION)
BEDROCK_ENDPOINT_URL = env.text("BEDROCK_ENDPOINT_URL")
BEDROCK_READ_SECONDS = env.number("BEDROCK_READ_SECONDS", 45)  # of silence, then the call has failed
REPLY_LEASE_SECONDS = env.number("REPLY_LEASE_SECONDS", 20)

# --- Mail to operators: alerts, nothing else -------------------------------------------------

ADMINS = [("operator", address) for address in env.words("ALERT_MAIL")]
SERVER_EMAIL, EMAIL_SUBJECT_PREFIX = env.text("SERVER_EMAIL", "root@localhost"), "[Mess-Erprise] "
EMAIL_HOST, EMAIL_PORT = env.text("EMAIL_HOST", "localhost"), env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_USER"), env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS, EMAIL_TIMEOUT = env.flag("EMAIL_USE_TLS"), 10

# --- Safety ----------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from inside, without TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-sid" if SECURE else "sid"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SOCKETS_PER_USER = env.number("SOCKETS_PER_USER", 20)  # 0 is no limit, here and below
SOCKETS_PER_ADDRESS = env.number("SOCKETS_PER_ADDRESS", 5_000)  # a company may stand behind one
MESSAGES_PER_USER = env.number("MESSAGES_PER_USER", 120)  # a minute
MESSAGES_PER_ADDRESS = env.number("MESSAGES_PER_ADDRESS", 20_000)
X_FRAME_OPTIONS = "DENY"
PROXY_COUNT = env.number("PROXY_COUNT", 0)  # our own proxies in front; what they say is believed
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        **{f"{kind}-src": ["'self'"] for kind in ("script", "style", "font", "connect")},
        "form-action": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        **{name: ["'none'"] for name in ("frame-ancestors", "base-uri")},
    },
}

LOGGING = logging_to_console(env.text("LOG_LEVEL", "INFO"), discreet=not DEBUG)
