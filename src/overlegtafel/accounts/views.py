"""Signing in without a password, in the demo only."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from overlegtafel.accounts.models import User

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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
    onward = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure()):
        return redirect(onward)
    return redirect(settings.LOGIN_REDIRECT_URL)
