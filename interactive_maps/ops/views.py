"""Health endpoints for load balancers and people."""

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
            child=serializers.CharField(), help_text='By check: "ok", or the problem.'
        ),
    },
)


class LiveView(APIView):
    """Liveness of the process."""

    lane = Lane.LIVE

    @describe_operation(
        Operation(
            "getLiveness",
            "health",
            "Check that the process responds",
            "A liveness probe: restart the process if there is no response. Uses neither the database nor Redis.",
        ),
        _OK,
    )
    def get(self, request: Request) -> Response:
        """Respond; nothing else is checked."""
        return Response({"ok": True})


class HealthView(LiveView):
    """Liveness at the address that the deployment guide gives to load balancers."""

    @describe_operation(
        Operation(
            "getHealth",
            "health",
            "Check that the process responds (load balancers)",
            "Same as `/api/health/live/`, at the address that load balancers use.",
        ),
        _OK,
    )
    def get(self, request: Request) -> Response:
        """Respond; nothing else is checked."""
        return super().get(request)


class ReadyView(APIView):
    """Readiness: the process has all it needs to serve requests."""

    lane = Lane.WATCH

    @describe_operation(
        Operation(
            "getReadiness",
            "health",
            "Check whether the server is ready",
            "A readiness probe: send requests elsewhere while the status is 503. `checks` names each service "
            "that responses depend on. `ok` is true as long as all required checks pass.",
        ),
        {
            **describe_answer(
                _READINESS,
                "The server is ready.",
                {"ok": True, "checks": {"map": "ok", "routing": "ok", "migrations": "ok"}},
            ),
            **describe_answer(
                _READINESS,
                "The server is not ready, or about to stop; `Retry-After` is the delay in seconds.",
                {"ok": False, "checks": {"map": "no answer within 4 s", "routing": "ok"}},
                status=503,
            ),
        },
    )
    def get(self, request: Request) -> Response:
        """Check the database and its tables; 503 with the problems if a required check fails, or during shutdown."""
        findings = async_to_sync(run_checks)()
        ok = not any(finding.blocks for finding in findings)
        checks = {finding.name: finding.problem or "ok" for finding in findings}
        headers = {} if ok else {"Retry-After": "2"}
        return Response({"ok": ok, "checks": checks}, status=200 if ok else 503, headers=headers)
