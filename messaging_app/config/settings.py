"""All settings of Rapport, read from the environment. Documented in docs/settings.md."""

import sys
from datetime import timedelta
from pathlib import Path

from csp import constants as csp
from django.core.exceptions import ImproperlyConfigured

from config import cluster, environment, headers, log, safety, secret

APP_DIR = Path(__file__).resolve().parent.parent
ROOT = APP_DIR.parent
TESTING = "pytest" in sys.modules or sys.argv[1:2] == ["test"]

env = environment.Environment()
if not TESTING:
    env.read_env(ROOT / ".env")


def choice(name: str, default: str, *others: str) -> str:
    value: str = env.str(name, default=default)
    choices = dict.fromkeys((default, *others))
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}, not {' or '.join(choices)}.")
    return value


VAR = ROOT / env.str("VAR_DIR", default="var")
PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)

SECRET_KEY = env.str("SECRET_KEY", default="") or (
    "" if PRODUCTION else secret.kept_in(VAR / "secret_key")
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = environment.origins(env.list("CSRF_TRUSTED_ORIGINS", default=[]))

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic",
    "django.contrib.staticfiles",
    "django.forms",
    "template_partials",
    "django_htmx",
    "csp",
    "drf_spectacular",
    "procrastinate.contrib.django",
    "ui",
    "realtime",
    "chats",
    "accounts",
    "support",
    "transports",
    "api",
    "imports",
    # After the rooms, whose templates stand in for its own.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "config",
]

# Each one is async-capable: a single sync-only one would hold a thread for every open stream.
MIDDLEWARE = [
    "servestatic.middleware.ServeStaticMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.headers.permissions_policy",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "accounts.middleware.LastUsedMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

# template_partials wraps the loaders in its own and in Django's cached loader.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "accounts.context_processors.preferences",
                "accounts.context_processors.section",
            ],
        },
    },
]

FORM_RENDERER = "ui.forms.Renderer"

DATABASE_URL = env.str("DATABASE_URL", default="")
EMBEDDED = None if DATABASE_URL else cluster.hold(VAR / "postgresql")
if EMBEDDED:
    DATABASE_URL = EMBEDDED.url()
# Past a pooler of transactions, for what needs a session of its own: the bell and the lock of
# those who prepare. With one, no cursor and no prepared statement outlives its transaction.
DIRECT_DATABASE_URL = env.str("DIRECT_DATABASE_URL", default="") or DATABASE_URL
POOLED = DIRECT_DATABASE_URL != DATABASE_URL
DATABASES = {"default": environment.database(DATABASE_URL)}
DATABASES["default"] |= {
    "HOST": DATABASES["default"]["OPTIONS"].pop("host", DATABASES["default"]["HOST"]),
    "CONN_MAX_AGE": 0,
    # Without it, the pool would hand out dead connections after a restart of PostgreSQL.
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": POOLED,
}
DATABASES["default"]["OPTIONS"] |= {
    "application_name": "rapport",
    # For the few statements that are sent apart from their parameters (chats.models.statements).
    "prepare_threshold": None if POOLED else 5,
    "connect_timeout": 5,
    # A pulled cable says no goodbye: give up after seconds, not after a quarter of an hour.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "pool": {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL", default=20),
        "timeout": 10,
    },
}
if TESTING:
    # What a test commits need not outlive a crash of PostgreSQL.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c synchronous_commit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "chats.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")

# Accounts: who may come in, and how.
SITE_NAME = env.str("SITE_NAME", default="Rapport")
SIGNUP = choice("SIGNUP", "open", "invitation", "closed")
SIGNUP_ROLE = choice("SIGNUP_ROLE", "guest", "host")
EMAIL_VERIFICATION = choice("EMAIL_VERIFICATION", "none", "optional", "mandatory")
INVITATION_LIFETIME = timedelta(days=env.int("INVITATION_DAYS", default=14))
PASSWORD_MIN_LENGTH = env.int("PASSWORD_MIN_LENGTH", default=10)
PHONE_REGION = env.str("PHONE_REGION", default="")
AUTHENTICATION_BACKENDS = ["accounts.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "accounts.passwords.LengthValidator",
        "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = 60 * 60 * 24 * env.int("SESSION_DAYS", default=30)
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.adapter.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = EMAIL_VERIFICATION
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.entrance.SignInForm",
    "signup": "accounts.forms.entrance.SignUpForm",
    "reset_password": "accounts.forms.entrance.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.forms.entrance.NewPasswordForm",
    "change_password": "accounts.forms.security.ChangePasswordForm",
    "set_password": "accounts.forms.security.SetPasswordForm",
    "reauthenticate": "accounts.forms.security.ConfirmPasswordForm",
    "add_email": "accounts.forms.security.ChangeEmailForm",
}
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "accounts.forms.passkeys.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.passkeys.RenamePasskeyForm",
    "login_webauthn": "accounts.forms.passkeys.SignInByPasskeyForm",
    "authenticate_webauthn": "accounts.forms.passkeys.SecondStepByPasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.passkeys.ConfirmByPasskeyForm",
    "authenticate": "accounts.forms.second_step.CodeForm",
    "reauthenticate": "accounts.forms.second_step.ConfirmByCodeForm",
    "activate_totp": "accounts.forms.second_step.FirstDigitsForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = EMAIL_VERIFICATION == "none"
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1
# Throttling must count over all processes: an unlogged table does, and nothing else is needed.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_throttle",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# The API: what is set for all of it; the rest is said by its views.
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rapport",
    "DESCRIPTION": "Sending into conversations, as the person whose access token is shown.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": ["api.views.schema.close_objects"],
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = environment.time_zone(env.str("TIME_ZONE", default="UTC"))
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / env.str("MEDIA_ROOT", default="files")
HASHED_STATIC = not (DEBUG or TESTING)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "ui.storage.BundledStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
SERVESTATIC_USE_FINDERS = not HASHED_STATIC
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_ADD_HEADERS_FUNCTION = headers.of_static_file

EMAIL_URL = env.str("EMAIL_URL", default="consolemail://")
vars().update(env.email_url_config(EMAIL_URL))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="rapport@localhost")

EDIT_WINDOW = timedelta(hours=env.int("EDIT_WINDOW_HOURS", default=24))
DELETE_WINDOW = timedelta(hours=env.int("DELETE_WINDOW_HOURS", default=48))

MEGABYTE = 1024 * 1024
UPLOAD_LIMITS = {
    "image": env.int("UPLOAD_IMAGE_MB", default=20) * MEGABYTE,
    "audio": env.int("UPLOAD_AUDIO_MB", default=25) * MEGABYTE,
    "video": env.int("UPLOAD_VIDEO_MB", default=100) * MEGABYTE,
    "file": env.int("UPLOAD_FILE_MB", default=50) * MEGABYTE,
}
UPLOAD_QUOTA = env.int("UPLOAD_QUOTA_MB", default=2048) * MEGABYTE
UPLOAD_RESERVE = env.int("UPLOAD_RESERVE_MB", default=512) * MEGABYTE
# One request carries one file of the largest kind; several small ones of a plain form fit, too.
REQUEST_LIMIT = max(UPLOAD_LIMITS.values()) + MEGABYTE
IMAGE_PIXELS = env.int("IMAGE_MEGAPIXELS", default=50) * 1_000_000
ATTACHMENTS_PER_MESSAGE = env.int("ATTACHMENTS_PER_MESSAGE", default=10)
# Beyond this the form is refused unread; up to it the message says what is wrong.
DATA_UPLOAD_MAX_NUMBER_FILES = max(100, ATTACHMENTS_PER_MESSAGE)
UNSENT_FILES_KEPT = timedelta(hours=max(1, env.int("UNSENT_FILES_HOURS", default=24)))
DELETED_FILES_KEPT = timedelta(hours=max(1, env.int("DELETED_FILES_HOURS", default=24)))
ACCEL_REDIRECT = env.str("ACCEL_REDIRECT", default="")
# A web server that hands files out is of the group of the one that writes them.
FILE_UPLOAD_PERMISSIONS = 0o640 if ACCEL_REDIRECT else 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750 if ACCEL_REDIRECT else 0o700

WEB_WORKERS = env.int("WEB_WORKERS", default=1)
# The desk: how much one customer may send in a minute, and begin in an hour.
CUSTOMER_LIMITS = {
    "message": env.int("CUSTOMER_MESSAGES_PER_MINUTE", default=20),
    "conversation": env.int("CUSTOMER_TICKETS_PER_HOUR", default=5),
}

REDIS_URL = env.str("REDIS_URL", default="")
BELL = choice("BELL", "redis" if REDIS_URL else "postgres", "postgres", "redis", "memory")
if BELL == "redis" and not REDIS_URL:
    raise ImproperlyConfigured("BELL is redis: set REDIS_URL, as redis://localhost:6379.")

SECURE_COOKIES = env.bool("SECURE_COOKIES", default=PRODUCTION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.NONE],
        "script-src": [csp.SELF, csp.NONCE],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "blob:", "data:"],
        "media-src": [csp.SELF, "blob:"],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "worker-src": [csp.SELF],
        "manifest-src": [csp.SELF],
        "form-action": [csp.SELF],
        "base-uri": [csp.NONE],
        "object-src": [csp.NONE],
        "frame-ancestors": [csp.NONE],
    }
}

LOG_LEVEL = choice("LOG_LEVEL", "INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL")
LOGGING = log.config(level=LOG_LEVEL, as_json=env.bool("LOG_JSON", default=PRODUCTION))

if PRODUCTION:
    safety.refuse(
        safety.problems(
            debug=DEBUG,
            demo=DEMO,
            secret_key=SECRET_KEY,
            allowed_hosts=ALLOWED_HOSTS,
            secure_cookies=SECURE_COOKIES,
            hsts_seconds=SECURE_HSTS_SECONDS,
        )
    )
