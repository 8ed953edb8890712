"""Settings of one installation, read from the environment; unsafe production settings refuse to start."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from caicach.config import outside, places

ROOT = places.ROOT
DATA = places.data_folder()
DEBUG = False
PRODUCTION = os.environ.get("CAICACH_PRODUCTION") == "1"

SECRET_KEY = places.secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("CAICACH_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
if PRODUCTION and not os.environ.get("CAICACH_HOSTS"):
    raise ImproperlyConfigured("CAICACH_PRODUCTION=1 cần CAICACH_HOSTS: tên máy chủ, cách nhau dấu phẩy.")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CAICACH_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "caicach.ui",  # before allauth: its pages replace allauth's own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "caicach.audit",
    "caicach.orgs",
    "caicach.regulations",
    "caicach.notifications",
    "caicach.documents",
    "caicach.plans",
    "caicach.office",
    "caicach.api",
    "caicach.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "caicach.config.middleware.LanguageBySwitch",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "caicach.api.middleware.TokenMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "caicach.orgs.middleware.TemporaryPasswordMiddleware",
    "caicach.config.middleware.OfficeHeadersMiddleware",
]

ROOT_URLCONF = "caicach.config.urls"
WSGI_APPLICATION = "caicach.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "caicach.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "caicach.office.context.office_frame",
            ],
        },
    }
]

DATABASES = {"default": places.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Length and a common list; no composition rules (trust-and-ux 1.1, ASVS 6.2).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "office:my_work"
ACCOUNT_ADAPTER = "caicach.config.accounts.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# The server listens on this machine alone, so in production every address it sees is the proxy's own.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Cải Cách"
USERSESSIONS_TRACK_ACTIVITY = False

# What leaves the program (notifications): where links in messages lead, the mail server, the providers.
ADDRESS = os.environ.get("CAICACH_ADDRESS", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000")
MAIL = outside.mail_server()
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL.host else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.host, MAIL.port, MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = MAIL.scheme == "smtp+starttls", MAIL.scheme == "smtps", 10
DEFAULT_FROM_EMAIL = outside.mail_sender(MAIL)
PROVIDERS = {
    "sms": outside.provider("CAICACH_SMS", "CAICACH_SMS_KEY"),
    "zalo": outside.provider("CAICACH_ZALO", "CAICACH_ZALO_KEY"),
}
PROVIDER_SECONDS = 10

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src/caicach/locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = "caicach.config.formats"

STATIC_URL = "static/"
STATIC_ROOT = places.static_folder()
STATICFILES_DIRS: list[Path] = places.frontend_folders()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(DATA / "media")}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# Files are kept by their hash under DATA/files (documents.storage); a request may carry this much at most.
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
MAX_BATCH_FILES = 200
DATA_UPLOAD_MAX_NUMBER_FILES = MAX_BATCH_FILES + 1  # one more is refused in a sentence, by RefuseTooLarge
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = [
    "caicach.documents.uploads.RefuseTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"] if not PRODUCTION else []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("CAICACH_LOG", "WARNING")},
}
