"""An expert at one item: invited, taken back, and what the link opens (R7)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.common.errors import NotVisible, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.meetings import services
from overlegtafel.meetings.guests import guest_of_link, last_day_of
from overlegtafel.meetings.models import GuestInvitation
from overlegtafel.meetings.queries import item_of
from overlegtafel.meetings.services.guests import GUEST_MOMENTS
from overlegtafel.meetings.telling import slot_words
from overlegtafel.workspace.forms.replies import GuestForm
from overlegtafel.workspace.views.links import opened_by_link
from overlegtafel.workspace.views.meetings import led_meeting_of, meeting_context
from overlegtafel.workspace.views.shared import actor_of, posted


@opened_by_link
@require_safe
def item(request: HttpRequest, token: str) -> HttpResponse:
    """The one item a guest comes to explain, and nothing beside it."""
    guest = guest_of_link(token)
    context = {
        "invitation": guest,
        "item": guest.item,
        "meeting": guest.item.meeting,
        "slot": slot_words(guest),
        "until": last_day_of(guest),
    }
    return render(request, "workspace/guest_item.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Who is invited to an item, and a form for one more."""
    meeting = led_meeting_of(request, slug, day)
    found = item_of(actor_of(request), meeting, item)
    if meeting.state not in GUEST_MOMENTS:
        raise WrongMoment("Een gast nodigt u uit vóór of tijdens de vergadering.")
    form = GuestForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actor, typed = actor_of(request), form.cleaned_data
        guest = try_service(form, lambda: services.invite_guest(actor=actor, item=found, **typed))
        if guest is not None:
            messages.success(request, f"{guest.name} is uitgenodigd; de mail met de link vertrekt.")
            return redirect("guest_new", slug, day, item)
    guests = list(found.guests.select_related("user", "item__meeting__body"))
    context = meeting_context(
        request,
        meeting,
        item=found,
        form=form,
        guests=[(each, slot_words(each), last_day_of(each)) for each in guests],
    )
    return render(request, "workspace/guest_new.html", context, status=status_of(form))


@require_POST
def revoke(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    meeting = led_meeting_of(request, slug, day)
    guest = (
        GuestInvitation.objects.filter(pk=pk, item__meeting=meeting)
        .select_related("item__meeting__body")
        .first()
    )
    if guest is None:
        raise NotVisible
    services.revoke_guest(actor=actor_of(request), guest=guest)
    messages.success(request, f"De link van {guest.name} werkt niet meer.")
    if meeting.state in GUEST_MOMENTS:
        return redirect("guest_new", slug, day, guest.item_id)
    return redirect(f"{reverse('meeting', args=[slug, day])}#punt-{guest.item_id}")
