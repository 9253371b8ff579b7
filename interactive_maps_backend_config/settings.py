"""Settings, every one from the environment; docs/reference/settings.md lists them all."""

from interactive_maps_backend_config.environment import (
    ROOT,
    env,
    find_library,
    read_postgres_options,
    read_secret_key,
    uses_private_database,
)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = read_secret_key(debug=DEBUG)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if uses_private_database or DEBUG else []
)

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
DATABASES = {
    "default": {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "HOST": env.str("POSTGRES_HOST", default="localhost"),
        "PORT": env.str("POSTGRES_PORT", default="5432"),
        "NAME": env.str("POSTGRES_DB", default="interactive_maps_demo"),
        "USER": env.str("POSTGRES_USER", default="postgres"),
        "PASSWORD": env.str("POSTGRES_PASSWORD", default=""),
        # Connections that outlive a request leak under ASGI: CONN_MAX_AGE is accepted, and warned about.
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # they break behind PgBouncer in transaction mode
        "OPTIONS": {"connect_timeout": env.int("PG_CONNECT_TIMEOUT", default=5), "prepare_threshold": None},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CONN_MAX_AGE_ASKED = env.int("CONN_MAX_AGE", default=0)
PG_OPTIONS = read_postgres_options(env.str("PG_OPTIONS", default=""))
PG_POOL_SIZE = env.int("PG_POOL_SIZE", default=4)

GDAL_LIBRARY_PATH = find_library("GDAL_LIBRARY_PATH", "gdal", "pyogrio")
GEOS_LIBRARY_PATH = find_library("GEOS_LIBRARY_PATH", "geos_c", "shapely")

# --- map data -------------------------------------------------------------------------------------
SRID_OF_ZERO = env.int(
    "SRID_OF_ZERO", default=4326
)  # what tables mean whose geometry names no reference system

# --- streams --------------------------------------------------------------------------------------
STREAM_MEMORY_BYTES = env.int("STREAM_MEMORY_BYTES", default=256 * 2**20)
STREAM_SPOOL_BYTES = env.int("STREAM_SPOOL_BYTES", default=4 * 2**30)
STREAM_SPOOL_DIR = env.str("STREAM_SPOOL_DIR", default="") or None
STREAM_HEARTBEAT_SECONDS = env.float("STREAM_HEARTBEAT_SECONDS", default=15.0)
STREAM_SEND_TIMEOUT_SECONDS = env.float("STREAM_SEND_TIMEOUT_SECONDS", default=60.0)

# --- HTTP -----------------------------------------------------------------------------------------
VIEW_THREADS = env.int("VIEW_THREADS", default=16)  # requests that are in their views at once, in one worker
REQUEST_BODY_BYTES = env.int("REQUEST_BODY_BYTES", default=2**20)
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
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
