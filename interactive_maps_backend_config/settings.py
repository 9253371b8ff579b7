"""Settings, every one from the environment; docs/reference/settings.md lists them all."""

from interactive_maps_backend_config.environment import (
    ROOT,
    find_library,
    read_addresses,
    read_flag,
    read_float,
    read_hosts,
    read_int,
    read_postgres_options,
    read_secret_key,
    read_text,
    uses_private_database,
)

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
]
# Each synchronous middleware costs a thread hop a request: the list stays short.
MIDDLEWARE = [
    "interactive_maps.ops.middleware.refuse_unknown_hosts",
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "interactive_maps_backend_config.urls"
ASGI_APPLICATION = "interactive_maps_backend_config.asgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

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
        # Connections that outlive a request leak under ASGI: CONN_MAX_AGE is accepted, and warned about.
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # they break behind PgBouncer in transaction mode
        "OPTIONS": {"connect_timeout": PG_CONNECT_TIMEOUT, "prepare_threshold": None},
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
# What tables mean whose geometry names no reference system.
SRID_OF_ZERO = read_int("SRID_OF_ZERO", 4326, 1)

# --- streams --------------------------------------------------------------------------------------
STREAM_MEMORY_BYTES = read_int("STREAM_MEMORY_BYTES", 256 * 2**20, 0)
STREAM_SPOOL_BYTES = read_int("STREAM_SPOOL_BYTES", 4 * 2**30, 0)
STREAM_SPOOL_DIR = read_text("STREAM_SPOOL_DIR", "") or None
STREAM_HEARTBEAT_SECONDS = read_float("STREAM_HEARTBEAT_SECONDS", 15.0, 0.1)
STREAM_SEND_TIMEOUT_SECONDS = read_float("STREAM_SEND_TIMEOUT_SECONDS", 60.0, 0.1)

# --- HTTP -----------------------------------------------------------------------------------------
VIEW_THREADS = read_int("VIEW_THREADS", 16, 1)  # requests that are in their views at once, in one worker
REQUEST_BODY_BYTES = read_int("REQUEST_BODY_BYTES", 2**20, 1)
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
SPECTACULAR_SETTINGS = {
    "TITLE": "Interactive Maps Backend",
    "DESCRIPTION": "Floor plans as streams and pages. Read-only; JSON in WGS84 (longitude, latitude).",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
STATIC_URL = "static/"
STATIC_ROOT = ROOT / "static"
SERVESTATIC_USE_FINDERS = True  # works before `collectstatic` too

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": read_text("LOG_LEVEL", "INFO")},
    "loggers": {"ezdxf": {"level": "WARNING"}},  # it tells of every font and extension that it loads
}
