"""All settings, read from the environment: one file for development, tests and production.

``OVERLEGTAFEL_MODE`` is ``demo`` (the default: a laptop, invented data, a picker on the sign-in
page) or ``production``, which refuses demo accounts, debug and a missing secret key.
"""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from overlegtafel.config.database import database_from_url

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent

MODE = os.environ.get("OVERLEGTAFEL_MODE", "demo")
if MODE not in ("demo", "production"):
    raise ImproperlyConfigured(f"OVERLEGTAFEL_MODE is 'demo' of 'production', niet '{MODE}'.")
DEMO_MODE = MODE == "demo"
DEBUG = os.environ.get("DEBUG", "") == "1"
DATA_DIR = Path(os.environ.get("DATA", ROOT / "var")).resolve()

SECRET_KEY = os.environ.get("SECRET_KEY", "")
if DEMO_MODE:
    SECRET_KEY = SECRET_KEY or "demo-only-not-a-secret-demo-only-not-a-secret-demo-only"
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
else:
    if os.environ.get("OVERLEGTAFEL_DEMO", "") or DEBUG:
        raise ImproperlyConfigured("Productie weigert demomodus en DEBUG.")
    if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("demo-only"):
        raise ImproperlyConfigured("Productie vraagt een SECRET_KEY van minstens 50 tekens.")
    ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("Productie vraagt ALLOWED_HOSTS (namen, met komma's).")

SITE_NAME = "Overlegtafel"
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", "http://127.0.0.1:8000")
if not DEMO_MODE and not SITE_ADDRESS.startswith("https://"):
    raise ImproperlyConfigured("Productie vraagt SITE_ADDRESS (https://…): het staat in elke mail.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    # Before allauth: their templates replace its own.
    "overlegtafel.common",
    "overlegtafel.accounts",
    "allauth",
    "allauth.account",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "overlegtafel.audit",
    "overlegtafel.outbox",
    "overlegtafel.organizations",
    "overlegtafel.governance",
    "overlegtafel.dossiers",
    "overlegtafel.proposals",
    "overlegtafel.meetings",
    "overlegtafel.horizon",
    "overlegtafel.agreements",
    "overlegtafel.local_decisions",
    "overlegtafel.drafting",
    "overlegtafel.products",
    "overlegtafel.feedback",
    "overlegtafel.councillors",
    "overlegtafel.publication",
    "overlegtafel.reporting",
    "overlegtafel.printing",
    "overlegtafel.public_site",
    "overlegtafel.workspace",
    "overlegtafel.api",
    "overlegtafel.archiving",
    "overlegtafel.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "overlegtafel.audit.middleware.OneReadingMiddleware",
    "overlegtafel.common.middleware.DomainErrorMiddleware",
    "overlegtafel.workspace.asking.AskTheChairMiddleware",
]

ROOT_URLCONF = "overlegtafel.config.urls"
WSGI_APPLICATION = "overlegtafel.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "overlegtafel.config.context.site",
            ],
        },
    }
]

DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "overlegtafel.accounts.validators.NotOwnName"},
    {
        "NAME": "overlegtafel.accounts.validators.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "overlegtafel.accounts.validators.NotCommon"},
]
INVITATION_DAYS = 14
COUPLING_CALLS_PER_MINUTE = 120
"""How often one coupled decision system may call, in each process of the server."""
REPLACEMENT_DAYS = 60
"""How long who stood in at a meeting still reads it, if its report is not approved sooner."""
COUNCILLOR_QUESTIONS_A_DAY = 5
"""How many questions one councillor asks within a day."""
FEEDBACK_FROM = os.environ.get("FEEDBACK_FROM", "reported")
"""From which report on feedback leaves for colleges: ``reported`` (closed) or ``approved``."""
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_table"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "overlegtafel.accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_FORMS = {
    "change_password": "overlegtafel.accounts.forms.ChangePassword",
    "set_password": "overlegtafel.accounts.forms.SetPassword",
    "reset_password_from_key": "overlegtafel.accounts.forms.ResetPassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Overlegtafel] "
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO_MODE else "https"

LANGUAGE_CODE = "nl-be"
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["overlegtafel.config.formats"]

# Hashed, compressed names need ``collectstatic`` first; the tests and ``runserver`` do without.
HASHED_STATIC = not DEMO_MODE or os.environ.get("HASHED_STATIC", "") == "1"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not HASHED_STATIC
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# What takes seconds is a row in the database until ``manage.py work`` does it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
if EMAIL_HOST:
    EMAIL_BACKEND = "overlegtafel.outbox.smtp.EmailBackend"
    EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
    EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
    EMAIL_TIMEOUT = 20
elif not DEMO_MODE:
    raise ImproperlyConfigured("Productie vraagt EMAIL_HOST: zonder mail komt niemand binnen.")
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Overlegtafel <overlegtafel@localhost>")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if not DEMO_MODE:
    # One web server in front: sign-in attempts are counted per visitor, not per web server.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = os.environ.get("SECURE_SSL_REDIRECT", "1") == "1"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DOCUMENT_KINDS = os.environ.get(
    "DOCUMENT_KINDS", "pdf docx xlsx pptx odt ods odp png jpg txt csv"
).split()
"""The kinds of file that documents may be: values of ``dossiers.states.FileKind``."""
DOCUMENT_MOST_BYTES = int(os.environ.get("DOCUMENT_MOST_MB", "25")) * 1024 * 1024
DOCUMENT_MOST_PIXELS = 60_000_000
DOCUMENT_MOST_PAGES = 2_000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Preloading binds the whole parent domain, often a town's: not ours to ask for.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django": {"handlers": [], "level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
