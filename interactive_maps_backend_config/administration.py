"""Settings of Django's administration, used when ADMIN is set."""

from __future__ import annotations

APPS = [
    "interactive_maps.administration",  # must precede Django's own app, whose templates it extends
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin",
]
# Each of these acts only on requests for the administration.
MIDDLEWARE = [
    "interactive_maps.administration.middleware.limit_logins",
    "interactive_maps.administration.middleware.Sessions",
    "interactive_maps.administration.middleware.Users",
    "interactive_maps.administration.middleware.Messages",
]
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
