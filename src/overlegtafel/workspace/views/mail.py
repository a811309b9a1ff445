"""How much mail someone wants: for oneself when signed in, or by the link in a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from overlegtafel.common.forms import status_of
from overlegtafel.councillors.policy import mail_topics_of
from overlegtafel.outbox.preferences import choice_by, choices_of, choose_delivery
from overlegtafel.outbox.topics import Delivery
from overlegtafel.workspace.forms.mail import ChoiceForm, MailForm
from overlegtafel.workspace.views.shared import actor_of, typed_in


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Every topic that is for the reader, with what they chose."""
    actor = actor_of(request)
    topics, chosen = mail_topics_of(actor), choices_of(actor)
    form = MailForm(typed_in(request), chosen={topic: chosen[topic] for topic in topics})
    if form.is_bound and form.is_valid():
        typed = {topic: Delivery(form.cleaned_data[topic]) for topic in topics}
        choose_delivery(actor=actor, choices=typed)
        messages.success(request, "Bewaard.")
        return redirect("mail_choices")
    return render(request, "workspace/mail_choices.html", {"form": form}, status=status_of(form))


@login_not_required
@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def choice(request: HttpRequest, token: str) -> HttpResponse:
    """One topic, without signing in. A mail program's own button (RFC 8058) says "not".

    Only the token gives the right, and it says whose and what: another site that makes a browser
    send it would need to have read the mail.
    """
    user, topic = choice_by(token)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        choose_delivery(actor=user, choices={topic: Delivery.NEVER})
        return HttpResponse("Uitgeschreven.", content_type="text/plain; charset=utf-8")
    form = ChoiceForm(typed_in(request), initial={"delivery": choices_of(user)[topic]})
    done = form.is_bound and form.is_valid()
    if done:
        choose_delivery(actor=user, choices={topic: Delivery(form.cleaned_data["delivery"])})
    context = {"form": form, "topic": topic, "done": done, "who": user.name}
    return render(request, "workspace/mail_choice.html", context, status=status_of(form))
