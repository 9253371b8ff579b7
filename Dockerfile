# The images: backend (the last, so that `docker build .` makes it); tools, nginx and pgbouncer (`--target`).
# This file and compose.yaml are at the root, where `build: .` and people look; all they use is in deploy/.
# No system GDAL: the Python packages bring their own, the same on every machine and half of Debian's size.
# Nothing here is newer than Docker 20.10, Buildah 1.28 and Podman 4.3 understand.

FROM python:3.11-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements/server.txt requirements/
# Packages ship what nobody runs here, 70 MB: their own tests, sources of translations, a second backend for PyPy.
RUN python -m venv --without-pip /opt/venv \
 && pip --python /opt/venv install --require-hashes --only-binary :all: -r requirements/server.txt \
 && find /opt/venv/lib/python3.11/site-packages/numpy /opt/venv/lib/python3.11/site-packages/scipy -type d -name tests -prune -exec rm -r {} + \
 && find /opt/venv -name '*.po' -delete \
 && rm -f /opt/venv/lib/python3.11/site-packages/zstandard/_cffi.*
COPY manage.py ./
COPY deploy/gunicorn.conf.py deploy/healthcheck.py deploy/
COPY interactive_maps/ interactive_maps/
COPY interactive_maps_backend_config/ interactive_maps_backend_config/
# The key is this line's own: the image holds no secret, and refuses to start without one. Files of the administration
# are there for whoever switches it on.
RUN ADMIN=1 SECRET_KEY=only-to-collect-static-files ALLOWED_HOSTS=localhost /opt/venv/bin/python manage.py collectstatic --no-input \
 && /opt/venv/bin/python -m compileall -q interactive_maps interactive_maps_backend_config


FROM nginxinc/nginx-unprivileged:1.28-alpine AS nginx
# What compose.yaml may override; the image's own start script fills the templates in, into the one folder it may write.
ENV NGINX_ENVSUBST_OUTPUT_DIR=/tmp/nginx NGINX_ENVSUBST_FILTER=^NGINX_ NGINX_HOME=/tmp/nginx \
    NGINX_HTTP_LISTEN=8080 NGINX_HTTPS_LISTEN=8443 NGINX_PUBLIC_PORT="" NGINX_SERVER_NAME=localhost \
    NGINX_BACKENDS="server backend:8000 max_fails=3 fail_timeout=5s;" NGINX_TRUSTED_PROXY=unix: \
    NGINX_CERTIFICATE=/etc/nginx/tls/tls.crt NGINX_CERTIFICATE_KEY=/etc/nginx/tls/tls.key NGINX_STATIC_ROOT=/srv \
    NGINX_WORKERS=auto NGINX_CONNECTIONS=16384 NGINX_FILES=65536 NGINX_BODY_SIZE=1m \
    NGINX_REQUEST_RATE=50r/s NGINX_REQUEST_BURST=200 NGINX_CONNECTIONS_PER_ADDRESS=100 \
    NGINX_ACCESS_LOG=/dev/stdout NGINX_ERROR_LOG=/dev/stderr
COPY deploy/nginx/templates/ /etc/nginx/templates/
COPY --from=build /app/static/ /srv/static/
EXPOSE 8080 8443
CMD ["nginx", "-c", "/tmp/nginx/nginx.conf", "-g", "daemon off;"]


FROM debian:trixie-slim AS pgbouncer
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends gettext-base pgbouncer && rm -rf /var/lib/apt/lists/*
COPY deploy/pgbouncer/ /opt/pgbouncer/
USER 10001:10001
EXPOSE 6432
STOPSIGNAL SIGINT
CMD ["/opt/pgbouncer/start"]


# What every container of ours runs, whether it serves or not.
FROM python:3.11-slim-trixie AS server
RUN groupadd --gid 10001 maps && useradd --uid 10001 --gid maps --no-create-home --shell /usr/sbin/nologin maps \
 && install -d -o maps -g maps /app/logs /var/spool/maps
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp STREAM_SPOOL_DIR=/var/spool/maps
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
USER 10001:10001


# `docker run ... interactive-maps-tools import_map /plans/level-00.dxf`: what reads drawings, and PostgreSQL's programs
# for `backup` and `restore`, which must not be older than the server they talk to. 130 MB that no server needs.
FROM server AS tools
USER 0:0
COPY requirements/runtime.txt requirements/
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client-17 && rm -rf /var/lib/apt/lists/* \
 && pip --python /opt/venv install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/runtime.txt
USER 10001:10001
ENTRYPOINT ["python", "manage.py"]
CMD ["help"]


FROM server AS backend
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "interactive_maps_backend_config.asgi:application"]
