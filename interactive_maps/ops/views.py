"""Health, as load balancers and people ask for it."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from interactive_maps.ops.health import run_checks
from interactive_maps.ops.http.openapi import Operation, describe_answer, describe_operation
from interactive_maps.ops.limits.lanes import Lane

_OK = describe_answer(
    inline_serializer("Health", {"ok": serializers.BooleanField()}), "The process answers.", {"ok": True}
)
_READINESS = inline_serializer(
    "Readiness",
    {
        "ok": serializers.BooleanField(),
        "checks": serializers.DictField(
            child=serializers.CharField(), help_text='By check: "ok", or what is wrong.'
        ),
    },
)


class LiveView(APIView):
    """The process answers."""

    lane = Lane.LIVE

    @describe_operation(
        Operation(
            "getLiveness",
            "health",
            "Tell that the process answers",
            "A liveness probe: restart the process when there is no answer. Neither the database nor Redis is asked.",
        ),
        _OK,
    )
    def get(self, request: Request) -> Response:
        """Say that the process answers; nothing else is looked at."""
        return Response({"ok": True})


class HealthView(LiveView):
    """The address that the deployment guide gives to load balancers."""

    @describe_operation(
        Operation(
            "getHealth",
            "health",
            "Tell load balancers that the process answers",
            "The same answer as that of `/api/health/live/`, at the address that load balancers know.",
        ),
        _OK,
    )
    def get(self, request: Request) -> Response:
        """Say that the process answers."""
        return super().get(request)


class ReadyView(APIView):
    """The process has what it needs to answer well."""

    lane = Lane.WATCH

    @describe_operation(
        Operation(
            "getReadiness",
            "health",
            "Tell whether the server can answer well",
            "A readiness probe: send requests elsewhere while the answer is 503. `checks` names each thing "
            "that answers depend on. `ok` is true as long as all checks pass that are required.",
        ),
        {
            **describe_answer(
                _READINESS,
                "The server is ready.",
                {"ok": True, "checks": {"map": "ok", "routing": "ok", "migrations": "ok"}},
            ),
            **describe_answer(
                _READINESS,
                "The server is not ready, or about to stop; `Retry-After` says when to ask again.",
                {"ok": False, "checks": {"map": "no answer within 4 s", "routing": "ok"}},
                status=503,
            ),
        },
    )
    def get(self, request: Request) -> Response:
        """Say whether the database and its tables are there; 503 with the reasons if not, or when about to stop."""
        findings = async_to_sync(run_checks)()
        ok = not any(finding.blocks for finding in findings)
        checks = {finding.name: finding.problem or "ok" for finding in findings}
        headers = {} if ok else {"Retry-After": "2"}
        return Response({"ok": ok, "checks": checks}, status=200 if ok else 503, headers=headers)
