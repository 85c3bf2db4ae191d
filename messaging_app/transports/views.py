"""Where providers call us."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from support.models import Arrival, Inbox
from transports import arrivals, registry


@csrf_exempt
@require_POST
def receive(request: HttpRequest, inbox_id: uuid.UUID) -> HttpResponse:
    """Verify, keep it raw, translate, hand it in. The same call twice changes nothing.

    403 for who cannot prove who they are, 400 for what says nothing; our own failure is a 500,
    upon which the provider calls again.
    """
    inbox = get_object_or_404(Inbox, pk=inbox_id, is_active=True)
    transport = registry.transport_of(inbox)
    headers, body = dict(request.headers), request.body
    if not transport.verify(inbox, headers, body):
        return HttpResponseForbidden()
    arrival = Arrival.objects.keep(
        inbox,
        transport.call_id(inbox, headers, body),
        body=body,
        headers=headers,
        at=timezone.now(),
    )
    is_read = arrivals.is_known(arrival) or arrivals.play(arrival)
    return HttpResponse(status=200 if is_read else 400)
