"""Where django-allauth is told our rules."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import first_account, held
from accounts.backends import find, may_sign_in
from accounts.browsers import describe
from accounts.models import Device
from accounts.tasks import send_email
from chats.models import User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This e-mail and this password do not belong together."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. Wait five minutes, or reset your password."
        ),
        "email_taken": gettext_lazy("This e-mail cannot be used. Is it yours? Then sign in."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "enter_current_password": gettext_lazy("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        if first_account.is_missing():
            raise ImmediateHttpResponse(redirect("accounts:home"))
        return settings.SIGNUP == "open" or held.invitation(request) is not None

    def new_user(self, request: HttpRequest) -> User:
        invitation = held.invitation(request)
        return User(role=invitation.role if invitation else settings.SIGNUP_ROLE)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if not may_sign_in(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def let_in(self, user: User, *, signup: bool = False) -> HttpResponse:
        """Sign this person in, who has shown who they are, and lead them to their page."""
        self.login(self.request, user)
        return self.post_login(
            self.request,
            user,
            email_verification="none",
            signal_kwargs=None,
            email=user.email,
            signup=signup,
            redirect_url=None,
        )

    def logout(self, request: HttpRequest) -> None:
        """Sign out here, and end the stream of every other tab of this browser."""
        here = Device.devices.filter(session_key=request.session.session_key)
        here.sign_out()
        super().logout(request)

    def reauthenticate(self, user: User, password: str) -> bool:
        return self.authenticate(self.request, email=user.email, password=password) == user

    def set_password(self, user: User, password: str) -> None:
        """Save it and sign the person out everywhere else: somebody may know the old one."""
        user.set_password(password)
        user.save(update_fields=["password"])
        here = self.request.session.session_key
        Device.devices.filter(user=user).exclude(session_key=here).sign_out()

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        owner = find(email_address.email)
        if owner and owner.pk != email_address.user_id:
            self.add_message(request, messages.ERROR, message=_("This e-mail cannot be used."))
            return False
        return super().confirm_email(request, email_address)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # Nobody reads the synthetic addresses of customers and imported people.
        if email.endswith(".invalid"):
            return
        context = {"request": self.request, "email": email, **context}
        message = self.render_mail(template_prefix, email, context)
        send_email.defer(to=email, subject=message.subject, body=message.body)

    def format_email_subject(self, subject: str) -> str:
        return f"[{settings.SITE_NAME}] {subject}"


class MFAAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.SITE_NAME}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return describe(self.request.headers.get("User-Agent", ""))


def display_name(user: User) -> str:
    return user.display_name
