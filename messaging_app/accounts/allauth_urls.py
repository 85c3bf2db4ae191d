"""The addresses of django-allauth's views, under the names by which it looks them up."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from accounts.views import security

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),
    path("email/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^email/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("password/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("confirm/password/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("settings/sign-in/", security.overview, name="mfa_index"),
    path("settings/sign-in/email/", security.email, name="account_email"),
    path("settings/sign-in/password/", account.password_change, name="account_change_password"),
    path("settings/sign-in/password/new/", account.password_set, name="account_set_password"),
    path("settings/sign-in/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("settings/sign-in/app/removal/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("settings/sign-in/passkeys/", security.overview, name="mfa_list_webauthn"),
    path("settings/sign-in/passkeys/new/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("settings/sign-in/passkeys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "settings/sign-in/passkeys/<int:pk>/removal/",
        webauthn.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path("settings/sign-in/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "settings/sign-in/codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "settings/sign-in/codes/file/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
