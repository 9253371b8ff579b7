"""Django settings, all read from the environment; docs/reference/settings.md lists them."""

import re
from typing import Any

from psycopg import IsolationLevel

from interactive_maps.ops.request_record import ROUTINE
from interactive_maps_backend_config import administration, api_description
from interactive_maps_backend_config.basemap import read_basemap
from interactive_maps_backend_config.environment import (
    ROOT,
    find_library,
    read_addresses,
    read_flag,
    read_float,
    read_folder,
    read_home_view,
    read_hosts,
    read_int,
    read_networks,
    read_origins,
    read_postgres_options,
    read_rate,
    read_redis,
    read_secret_key,
    read_text,
    uses_private_database,
)
from interactive_maps_backend_config.json_lines import JSON_FORMATTER

DEBUG = read_flag("DEBUG", default=False)
SECRET_KEY = read_secret_key(debug=DEBUG)
ALLOWED_HOSTS = read_hosts(open_to_this_machine=uses_private_database or DEBUG)
USES_PRIVATE_DATABASE = uses_private_database

INSTALLED_APPS = [
    "django.contrib.gis",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "interactive_maps.ops",
    "interactive_maps.mapdata",
    "interactive_maps.importing",
    "interactive_maps.demo",
    "interactive_maps.exporting",
    "interactive_maps.routing",
    "interactive_maps.viewer",
    "interactive_maps.signs",
]
# Each synchronous middleware costs a thread hop per request, so the list is short.
MIDDLEWARE = [
    "interactive_maps.ops.http.cors.add_cors_headers",
    "interactive_maps.ops.http.csp.add_security_policy",
    "interactive_maps.ops.http.middleware.refuse_unknown_hosts",
    "interactive_maps.ops.http.cors.answer_preflights",
    "interactive_maps.ops.http.middleware.Security",
    "interactive_maps.ops.http.static_files.StaticFiles",
    "interactive_maps.ops.http.middleware.Framing",
]
TEMPLATES: list[dict[str, Any]] = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
]
ROOT_URLCONF = "interactive_maps_backend_config.urls"
ASGI_APPLICATION = "interactive_maps_backend_config.asgi.application"

# --- administration -------------------------------------------------------------------------------
ADMIN = read_flag("ADMIN", default=False)
ADMIN_PATH = "/admin/"
ADMIN_LOGIN_RATE = read_rate("ADMIN_LOGIN_RATE", "10/minute")
if ADMIN:
    INSTALLED_APPS += administration.APPS
    MIDDLEWARE += administration.MIDDLEWARE
    TEMPLATES[0]["OPTIONS"] = {"context_processors": administration.CONTEXT_PROCESSORS}
AUTH_PASSWORD_VALIDATORS = administration.PASSWORD_VALIDATORS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Browsers never send these cookies with API requests, or with requests from other sites.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = ADMIN_PATH
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_AGE = 12 * 3600
# Redirect target after login, unless the login page was requested for an address of this site.
LOGIN_REDIRECT_URL = ADMIN_PATH
LOGIN_URL = f"{ADMIN_PATH}login/"

# --- database -------------------------------------------------------------------------------------
PG_CONNECT_TIMEOUT = read_int("PG_CONNECT_TIMEOUT", 5, 1)
DATABASES = {
    "default": {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "HOST": read_text("POSTGRES_HOST", "localhost"),
        "PORT": read_text("POSTGRES_PORT", "5432"),
        "NAME": read_text("POSTGRES_DB", "interactive_maps_demo"),
        "USER": read_text("POSTGRES_USER", "postgres"),
        "PASSWORD": read_text("POSTGRES_PASSWORD", ""),
        # Connections that outlive a request leak under ASGI: CONN_MAX_AGE is accepted, but ignored with a warning.
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # these break behind PgBouncer in transaction mode
        "OPTIONS": {
            "connect_timeout": PG_CONNECT_TIMEOUT,
            "prepare_threshold": None,
            # Independent of the role's default: writers wait for row locks, then continue with the current rows.
            "isolation_level": IsolationLevel.READ_COMMITTED,
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CONN_MAX_AGE_ASKED = read_int("CONN_MAX_AGE", 0, 0)
PG_OPTIONS = read_postgres_options()
PG_POOL_SIZE = read_int("PG_POOL_SIZE", 4, 1)
READ_HOSTS = read_addresses("POSTGRES_READ_HOSTS", default_port=5432)
REPLICA_LAG_SECONDS = read_float("REPLICA_LAG_SECONDS", 10.0, 0.0)

GDAL_LIBRARY_PATH = find_library("GDAL_LIBRARY_PATH", "gdal", "pyogrio")
GEOS_LIBRARY_PATH = find_library("GEOS_LIBRARY_PATH", "geos_c", "shapely")

# --- map data -------------------------------------------------------------------------------------
# Reference system of tables whose geometry column names none.
SRID_OF_ZERO = read_int("SRID_OF_ZERO", 4326, 1)

# --- streams --------------------------------------------------------------------------------------
STREAM_MEMORY_BYTES = read_int("STREAM_MEMORY_BYTES", 256 * 2**20, 0)
STREAM_SPOOL_BYTES = read_int("STREAM_SPOOL_BYTES", 4 * 2**30, 0)
STREAM_SPOOL_DIR = read_text("STREAM_SPOOL_DIR", "") or None
STREAM_HEARTBEAT_SECONDS = read_float("STREAM_HEARTBEAT_SECONDS", 15.0, 0.1)
STREAM_SEND_TIMEOUT_SECONDS = read_float("STREAM_SEND_TIMEOUT_SECONDS", 60.0, 0.1)

# --- limits ---------------------------------------------------------------------------------------
REDIS_URL = read_redis("REDIS_URL")
# People in one building often share an address, so the limit covers the needs of many.
RATE_LIMIT = read_rate("RATE_LIMIT", "1200/minute")
STREAMS_PER_ADDRESS = read_int("STREAMS_PER_ADDRESS", 100, 0)
FORWARDED_ALLOW_IPS = read_text("FORWARDED_ALLOW_IPS")  # uvicorn and gunicorn read this one themselves

# --- security -------------------------------------------------------------------------------------
# uvicorn decides whether a request came over https, based on the proxies that it trusts. Django's
# SECURE_PROXY_SSL_HEADER would trust every client.
CORS_ALLOWED_ORIGINS = read_origins("CORS_ALLOWED_ORIGINS")
SECURE_HSTS_SECONDS = read_int("HSTS_SECONDS", 0 if DEBUG else 365 * 24 * 3600, 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = read_flag("HSTS_SUBDOMAINS", default=False)
SECURE_SSL_REDIRECT = read_flag("SSL_REDIRECT", default=False)
SECURE_REDIRECT_EXEMPT = [rf"^{re.escape(path.lstrip('/'))}\Z" for path in sorted(ROUTINE)]
SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # Django's middleware for this and the next setting runs under our own class name
    "security.W002",
    "security.W003",  # the only forms belong to the administration, whose views check a token themselves
    "security.W005",  # the server cannot know whether other hosts of its domain use https: HSTS_SUBDOMAINS
    # The proxy redirects, because only it knows both ports; SSL_REDIRECT is for servers without a proxy.
    "security.W008",
    "security.W021",  # preloading is permanent, so the owner of the domain must request it
]

# --- HTTP -----------------------------------------------------------------------------------------
WORKER_CONCURRENCY = read_int("WORKER_CONCURRENCY", 10_000, 1)  # requests and streams open in one worker
# Requests in views at once, per worker: short ones, and routes and searches. One address may use half of each;
# further requests wait their turn.
VIEW_THREADS = read_int("VIEW_THREADS", 16, 1)
COSTLY_THREADS = read_int("COSTLY_THREADS", 4, 1)
QUEUE_LENGTH = read_int("QUEUE_LENGTH", 1000, 1)
QUEUE_PER_ADDRESS = read_int("QUEUE_PER_ADDRESS", 250, 1)
QUEUE_SECONDS = read_float("QUEUE_SECONDS", 30.0, 0.1)
SWITCH_SECONDS = 0.002  # seconds after which a thread yields to others
REQUEST_BODY_BYTES = read_int("REQUEST_BODY_BYTES", 2**20, 1)
REQUEST_SECONDS = read_float("REQUEST_SECONDS", 2.0, 0.01)  # processor time for one response
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "interactive_maps.ops.errors.answer_error",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = api_description.SPECTACULAR_SETTINGS
HOME_VIEW = read_home_view("HOME_VIEW")  # what the viewer shows first
OFFLINE_MEGABYTES = read_int("OFFLINE_MEGABYTES", 16, 0)  # that browsers fetch ahead: network and floors
BASEMAP = read_basemap()  # the streets around the building
# Networks that may read /metrics: this machine and private networks.
METRICS_ALLOWED = read_networks(
    "METRICS_ALLOWED",
    ["127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
)
STATIC_URL = "static/"
STATIC_ROOT = read_folder("STATIC_ROOT", ROOT / "static")  # filled by `collectstatic`
STORAGES = {
    "staticfiles": {
        "BACKEND": "interactive_maps.ops.http.static_files.CollectedFiles",
        # The scripts without which there is no map, by their hashed names.
        "OPTIONS": {"awaited": r"/viewer/(bundle|vendor/maplibre)/[^/]*\.[0-9a-f]{12}\.\w+$"},
    }
}
SERVESTATIC_ALLOW_ALL_ORIGINS = False  # restricted by CORS_ALLOWED_ORIGINS
SERVESTATIC_USE_FINDERS = True  # also works before `collectstatic`

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": JSON_FORMATTER},
    "filters": {
        "request_id": {"()": "interactive_maps.ops.logs.RequestIdFilter"},
        "trace": {"()": "interactive_maps.ops.logs.TraceFilter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}
    },
    "root": {"handlers": ["console"], "level": read_text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"filters": ["trace"]},  # the project logs every request itself
        "ezdxf": {"level": "WARNING"},  # logs every font and extension that it loads
    },
}
