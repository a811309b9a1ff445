"""Signing in for the first time; and without a password, in the demo only."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from overlegtafel.accounts.forms import FirstPassword
from overlegtafel.accounts.models import User
from overlegtafel.accounts.services import invited_by, open_account
from overlegtafel.common.forms import status_of

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_TOKEN = "invitation_token"
_KEPT = "welkom"


@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a demo account (``user``: its number). In production this page is not there."""
    if not settings.DEMO_MODE:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    pk = request.POST.get("user", "")
    user = None
    if pk.isdecimal() and len(pk) < 19:
        user = User.objects.filter(pk=pk, is_demo=True, is_active=True).first()
    if user is None:
        raise Http404
    login(request, user, backend=_BACKEND)
    return redirect(_onward(request, request.POST.get("next", "")))


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Choose a first password with the link of an invitation, and be signed in at once.

    The token moves from the address to the session first, so that no page, log or referrer after
    it shows one that still works.
    """
    onward = request.GET.get("next", "")
    if token != _KEPT and invited_by(uid, token) is not None:
        request.session[_TOKEN] = token
        query = request.META.get("QUERY_STRING", "")
        kept = reverse("account_welcome", args=[uid, _KEPT])
        return redirect(f"{kept}?{query}" if query else kept)
    if token == _KEPT:
        token = request.session.get(_TOKEN, "")
    user = invited_by(uid, token)
    if user is None:
        return render(request, "account/welcome_over.html", status=410)
    form = FirstPassword(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        opened = open_account(uid=uid, token=token, password=form.cleaned_data["password1"])
        if opened is None:
            return render(request, "account/welcome_over.html", status=410)
        request.session.pop(_TOKEN, None)
        login(request, opened, backend=_BACKEND)
        messages.success(request, "Welkom. Uw wachtwoord is bewaard en u bent aangemeld.")
        return redirect(_onward(request, onward))
    context = {"form": form, "invited": user}
    return render(request, "account/welcome.html", context, status=status_of(form))


def _onward(request: HttpRequest, address: str) -> str:
    """``address`` when it is a page of this site; else where one comes after signing in."""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return address
    return reverse(settings.LOGIN_REDIRECT_URL)
