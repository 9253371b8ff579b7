uvicorn \
  --host 0.0.0.0 \
  --port 8000 \
  --workers 4 \
  interactive_maps_backend_config.asgi:application
