"""What load balancers and supervisors ask: does the process live, can it serve."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from messerprise.ops.selectors import parts_that_answer


@never_cache
@require_safe
def health_live(_request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does: whoever gets no answer restarts it."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def health_ready(_request: HttpRequest) -> HttpResponse:
    """Answer 200 if pages can be served now, else 503: whoever gets that sends people elsewhere."""
    parts = parts_that_answer()
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)
