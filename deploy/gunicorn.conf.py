"""Configuration of gunicorn for the backend.

    gunicorn -c deploy/gunicorn.conf.py interactive_maps_backend_config.asgi:application

Comments give the reason for every surprising line. Command-line options override this file.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
chdir = str(ROOT)
sys.path.insert(0, chdir)  # gunicorn imports the worker class before it changes directory

from interactive_maps.ops.metrics.worker_files import forget_gauges, remove_own, share_metrics  # noqa: E402
from interactive_maps_backend_config.json_lines import JSON_FORMATTER  # noqa: E402

worker_class = "interactive_maps_backend_config.worker.MapWorker"
bind = os.environ.get("BIND", "0.0.0.0:8000")

# One worker for each processor that this process may use: a worker is one thread's worth of Python. Each keeps its
# own frames (STREAM_MEMORY_BYTES) and database connections (PG_POOL_SIZE), so both limits apply per worker.
workers = int(os.environ.get("WEB_CONCURRENCY") or len(os.sched_getaffinity(0)))

# A worker whose event loop has been blocked for this long is killed. This does not limit requests: a stream
# may last for hours.
timeout = 30
# The time that a worker has to stop after TERM (or, for old workers, HUP). It takes three seconds if
# clients do not read, eight if a request is still in its view.
graceful_timeout = 10
# Longer than nginx keeps idle connections to us (60 s), or it would sometimes use one that is closing.
keepalive = 75
backlog = 2048

# Workers are not replaced after a number of requests: memory stays level, and each replacement would move every open
# stream of that worker elsewhere.
max_requests = 0
# Do not load the application before the fork: it would save a few megabytes, but HUP would then restart workers with
# the old code and settings.
preload_app = False

# gunicorn's control socket: nobody needs it, and a read-only disk has no room for it.
control_socket_disable = True

# Heartbeats are written to a file: in memory if possible, because a slow disk would look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108

# The proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted. List a proxy on another host here.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

# Ours is written at a request's end and says why it ended (docs/reference/logs.md); this one would duplicate it.
accesslog = None
errorlog = "-"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": JSON_FORMATTER},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": [], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "INFO", "propagate": False},
    },
}


def on_starting(server):
    """Choose the folder of the workers' shared metrics, before any worker starts."""
    share_metrics(os.getpid())


def child_exit(server, worker):
    """Drop a dead worker's gauges at once; its counts are kept for the next scrape."""
    forget_gauges(worker.pid)


def on_exit(server):
    """Remove the folder; after a kill, the next server to start removes it."""
    remove_own()
