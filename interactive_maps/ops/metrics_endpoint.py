"""``GET /metrics``, for Prometheus only."""

from __future__ import annotations

from ipaddress import ip_address

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from interactive_maps.ops.health import Finding, run_checks
from interactive_maps.ops.limits.lanes import Lane, use_lane
from interactive_maps.ops.metrics import registry


@use_lane(Lane.WATCH)
@require_safe
def answer_metrics(request: HttpRequest) -> HttpResponseBase:
    """Return all workers' metrics as text; 403 for clients outside of METRICS_ALLOWED and for proxied requests."""
    if not _is_allowed(request):
        detail = "Metrics are only for direct requests from the networks in METRICS_ALLOWED."
        return JsonResponse({"detail": detail, "code": "forbidden"}, status=403)
    findings = async_to_sync(_look_around)()
    for finding in findings:
        registry.CHECK_OK.labels(finding.name).set(not finding.problem)
    # Skip sources that have just timed out: Prometheus has a timeout too.
    is_well = not any(finding.blocks for finding in findings)
    return HttpResponse(registry.scrape(asking=is_well), content_type=registry.CONTENT_TYPE)


async def _look_around() -> list[Finding]:
    registry.sample()
    return await run_checks()


def _is_allowed(request: HttpRequest) -> bool:
    # Behind an untrusted proxy all clients seem to have its private address.
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:  # a Unix socket: only local processes with permission can connect
        return True
    return any(address in network for network in settings.METRICS_ALLOWED)
