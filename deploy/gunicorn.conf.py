"""How gunicorn runs the backend.

    gunicorn -c deploy/gunicorn.conf.py interactive_maps_backend_config.asgi:application

Every line that a newcomer would question says why it is as it is. Options on the command line win over this file.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
chdir = str(ROOT)
sys.path.insert(0, chdir)  # the worker class is looked for before gunicorn changes directory

from interactive_maps.ops.metrics.worker_files import forget_gauges, remove_own, share_metrics  # noqa: E402
from interactive_maps_backend_config.json_lines import JSON_FORMATTER  # noqa: E402

worker_class = "interactive_maps_backend_config.worker.MapWorker"
bind = os.environ.get("BIND", "0.0.0.0:8000")

# One worker for each processor that this process may use: a worker is one thread's worth of Python. Each keeps its
# own frames (STREAM_MEMORY_BYTES) and database connections (PG_POOL_SIZE), so both limits count once a worker.
workers = int(os.environ.get("WEB_CONCURRENCY") or len(os.sched_getaffinity(0)))

# A worker that has not moved for this long is killed: it is the event loop that must turn, not a request that must
# end, so a stream may last for hours.
timeout = 30
# After TERM (or, for the old workers, HUP) a worker has this long. It takes three seconds of it where
# clients do not read, eight where a request is still in its view.
graceful_timeout = 10
# Longer than nginx keeps its idle connections to us (60 s), or it would now and then ask on one that is closing.
keepalive = 75
backlog = 2048

# Workers are not exchanged after a number of requests: memory stays level, and each exchange would send every open
# stream of that worker elsewhere.
max_requests = 0
# Not loaded before the workers are made: it would save a few megabytes, but HUP would then restart workers with the
# old code and settings.
preload_app = False

# A socket by which gunicorn can be told things from outside: nobody needs it, and a read-only disk has no place.
control_socket_disable = True

# Heartbeats are written to a file: in memory where possible, because a slow disk would look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108

# Whose X-Forwarded-For and X-Forwarded-Proto are believed. Behind a proxy on another host, name it here.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

# Ours is written at a request's end and says why it ended (docs/reference/logs.md); this one would double it.
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
    """Choose the folder of the metrics that the workers share, before any of them is there."""
    share_metrics(os.getpid())


def child_exit(server, worker):
    """Forget at once what was true only while a worker lived; its counts are kept for the next scrape."""
    forget_gauges(worker.pid)


def on_exit(server):
    """Leave no folder behind; one whose server was killed is removed by the next that starts."""
    remove_own()
