"""Floor plans come in at one door, and go out as streams, pages, routes and pictures."""

# pyproject.toml has it too; the OpenAPI document, /metrics and `manage.py version` read it here.
VERSION = "0.2.0"
