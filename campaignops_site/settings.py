"""The one settings file: what differs between environments is a variable, listed in .env.example."""

from pathlib import Path

import drf_spectacular_sidecar
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from campaignops_site.api_words import ABOUT, TAGS
from campaignops_site.env import (
    data_dir,
    env_bool,
    env_cache,
    env_choice,
    env_database,
    env_email,
    env_int,
    env_list,
    env_sender,
    env_site_url,
    env_str,
    env_time_zone,
    prefer_bundled_sqlite,
    secret_key,
)

prefer_bundled_sqlite()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_dir("DATA_DIR", BASE_DIR)

DEBUG = env_bool("DEBUG", False)
SECRET_KEY = secret_key("SECRET_KEY", DATA_DIR, debug=DEBUG)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])
CAMPAIGN_OPS_ENABLED = env_bool("CAMPAIGN_OPS_ENABLED", env_bool("AICMO_CAMPAIGN_OPS_ENABLED", True))
# Behind HTTPS everything is secure; the embedded first run is plain HTTP on the loopback address.
HTTPS = env_bool("HTTPS", False)

INSTALLED_APPS = [
    "campaigns.apps.CampaignsConfig",
    "operator_tasks.apps.OperatorTasksConfig",
    "campaignops_site",
    "campaignops_site.admin_config.OperationsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_q",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "campaignops_site.middleware.RequestIdMiddleware",
    "campaignops_site.metrics.MeasureMiddleware",
    "campaignops_site.middleware.ReadToTheEndMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "campaignops_site.delivery.NotKeptMiddleware",
    "campaignops_site.delivery.CompressPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "campaignops_site.middleware.CleanTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "campaignops_site.sign_in.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "campaignops_site.middleware.SignInAsPageMiddleware",
    "campaignops_site.middleware.NotAllowedPageMiddleware",
    "campaigns.feature.FeatureMiddleware",
]

ROOT_URLCONF = "campaignops_site.urls"
WSGI_APPLICATION = "campaignops_site.wsgi.application"
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
                "operator_tasks.views.context.automation_state",
            ],
            "builtins": ["campaigns.templatetags.ui"],
        },
    }
]

DATABASES = {"default": env_database("DATABASE_URL", DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env_str("REDIS_URL")
CACHES = {
    "default": env_cache(REDIS_URL, DATA_DIR / "cache"),
    # django-q2 writes its state here twice a second, for its own processes alone.
    "q": env_cache(REDIS_URL, DATA_DIR / "q-cache"),
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["campaignops_site.sign_in.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "operator_tasks:my_day"
LOGOUT_REDIRECT_URL = "account_login"

# The sign-in (docs/decisions/0012-sign-in.md). People come by invitation; mail addresses are kept by managers.
ACCOUNT_ADAPTER = "campaignops_site.sign_in_adapter.SignInAdapter"
ACCOUNT_FORMS = {"login": "campaignops_site.sign_in_pages.PlainLoginForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "campaignops_site.passkey_forms.AddKeyForm",
    "authenticate_webauthn": "campaignops_site.passkey_forms.ConfirmKeyForm",
    "login_webauthn": "campaignops_site.passkey_forms.LoginKeyForm",
    "reauthenticate_webauthn": "campaignops_site.passkey_forms.ConfirmAgainKeyForm",
}
# Browsers use passkeys without HTTPS on the loopback address alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "CampaignOps"
# A clock that is a little off still opens the door.
MFA_TOTP_TOLERANCE = 1
# How many proxies before us tell whose address a request comes from; throttling counts by it.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 1 if HTTPS else 0, at_least=0)

LANGUAGES = [("en", "English"), ("de", "Deutsch")]
# The language of what is stored, and of people whose browser and settings ask for none of these.
LANGUAGE_CODE = env_choice("LANGUAGE_CODE", "en", ("en", "de"))
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env_time_zone("TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
# Of the packaged files of API documentation only the reader that our page uses.
SWAGGER_UI = Path(drf_spectacular_sidecar.__file__).parent / "static/drf_spectacular_sidecar/swagger-ui-dist"
STATICFILES_DIRS = [BASE_DIR / "static", ("swagger-ui", SWAGGER_UI)]
# Source maps are for people with open developer tools; compressing them costs seconds at each start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
MEDIA_ROOT = Path(env_str("MEDIA_ROOT") or DATA_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "campaignops_site.static_storage.BundledStaticFilesStorage"
    },
}
# Our stylesheets and scripts are for our own pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
PROOF_MAX_BYTES = env_int("PROOF_MAX_MB", 25, at_least=1) * 1024 * 1024
# Messages to http addresses and into private networks, for tests and closed networks.
WEBHOOKS_ALLOW_PRIVATE = env_bool("WEBHOOKS_ALLOW_PRIVATE", False)
ASSET_MAX_BYTES = env_int("ASSET_MAX_MB", 100, at_least=1) * 1024 * 1024

# Without an address, mail is written to the log.
globals().update(env_email("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_sender("EMAIL_FROM", "CampaignOps <campaignops@localhost>")
# Mail is written where no request says under which name the product is reached.
SITE_URL = env_site_url("SITE_URL", "http://127.0.0.1:8000")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if HTTPS:
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Requests a minute of one token, or of one person without a token.
API_RATE = env_int("API_RATE", 600, at_least=1)
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "campaigns.api.negotiation.JsonAlone",
    "DEFAULT_PARSER_CLASSES": ["campaigns.api.parsing.JsonParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "campaigns.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["campaigns.api.throttle.PerToken"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "campaigns.api.schema.DoorSchema",
    "EXCEPTION_HANDLER": "campaignops_site.api.problem_response",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "CampaignOps",
    "DESCRIPTION": ABOUT,
    "VERSION": "1",
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "SERVERS": [{"url": "/", "description": "This installation"}],
    "TAGS": TAGS,
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "campaignops_site.api_calendar.tell_calendar",
        "campaignops_site.api_enums.name_enums",
    ],
}

# The queue is only a doorbell (docs/decisions/0004-jobs.md): retry must exceed the time a full queue can take.
Q_CLUSTER = {
    "name": "campaignops",
    "orm": "default",
    "workers": env_int("Q_WORKERS", 2, at_least=1),
    "queue_limit": 2,
    "bulk": 1,
    "timeout": 120,
    "retry": 600,
    "max_attempts": 1,
    "ack_failures": True,
    "catch_up": False,
    "recycle": 200,
    "poll": 1,
    "save_limit": 250,
    "cache": "q",
}

# Whoever reads the figures of the installation shows this; without it they are not offered.
METRICS_TOKEN = env_str("METRICS_TOKEN")
LOG_FORMAT = env_choice("LOG_FORMAT", "text", ("text", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "campaignops_site.logs.JsonFormatter"},
    },
    "filters": {"refusals": {"()": "campaignops_site.logs.RefusalsInOneLine"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["refusals"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django-q": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}

if not 0 < Q_CLUSTER["timeout"] < Q_CLUSTER["retry"]:  # type: ignore[operator]
    raise ImproperlyConfigured("Q_CLUSTER: retry must be longer than timeout, or running jobs start twice.")
