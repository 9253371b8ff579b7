"""Health, as load balancers and people ask for it."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from interactive_maps.ops.health import run_checks
from interactive_maps.ops.limits.lanes import Lane

_OK = inline_serializer("Health", {"ok": serializers.BooleanField()})


class LiveView(APIView):
    """The process answers."""

    lane = Lane.LIVE

    @extend_schema(responses=_OK, operation_id="health_live")
    def get(self, request: Request) -> Response:
        """Say that the process answers; nothing else is looked at."""
        return Response({"ok": True})


class HealthView(LiveView):
    """The address that the deployment guide gives to load balancers."""

    @extend_schema(responses=_OK, operation_id="health")
    def get(self, request: Request) -> Response:
        """Say that the process answers."""
        return super().get(request)


class ReadyView(APIView):
    """The process has what it needs to answer well."""

    lane = Lane.WATCH

    @extend_schema(
        operation_id="health_ready",
        responses={
            (200, "application/json"): inline_serializer(
                "Readiness",
                {
                    "ok": serializers.BooleanField(),
                    "checks": serializers.DictField(child=serializers.CharField()),
                },
            ),
            (503, "application/json"): {"type": "object"},
        },
    )
    def get(self, request: Request) -> Response:
        """Say whether the database and its tables are there; 503 with the reasons if not, or when about to stop."""
        findings = async_to_sync(run_checks)()
        ok = not any(finding.blocks for finding in findings)
        checks = {finding.name: finding.problem or "ok" for finding in findings}
        headers = {} if ok else {"Retry-After": "2"}
        return Response({"ok": ok, "checks": checks}, status=200 if ok else 503, headers=headers)
