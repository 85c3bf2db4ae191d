"""Access tokens: issued once shown, revoked at once refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.models import AccessToken
from api.models.access_token import SHAPE
from chats.models import User, UserKind


def usable(token: AccessToken) -> bool:
    return AccessToken.objects.usable().for_secret(token.secret).exists()


def test_the_secret_is_told_once_and_not_stored(token: AccessToken) -> None:
    assert SHAPE.fullmatch(token.secret)
    stored = AccessToken.objects.values().get()
    assert token.secret not in str(stored)
    assert AccessToken.objects.get().secret == ""
    assert usable(token)


def test_two_tokens_have_two_secrets(token: AccessToken, ann: User) -> None:
    other = AccessToken.issue(ann, name="other")
    assert other.secret != token.secret
    assert AccessToken.objects.for_secret(other.secret).get() == other


@pytest.mark.parametrize("secret", ["", "rap_", "rap_" + "x" * 42, "\0", "\ud800", "é" * 47])
def test_what_is_no_secret_is_not_looked_up(token: AccessToken, secret: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert not AccessToken.objects.for_secret(secret).first()
    assert len(queries) == 0


def test_what_is_revoked_stays_revoked_as_of_then(token: AccessToken) -> None:
    token.revoke()
    assert not usable(token)
    then = token.revoked_at
    token.revoke()
    assert token.revoked_at == then is not None


def test_what_ran_out_is_refused(ann: User) -> None:
    token = AccessToken.issue(ann, name="short", expires_at=timezone.now() + timedelta(hours=1))
    assert usable(token) and not token.has_run_out
    token.expires_at = timezone.now() - timedelta(seconds=1)
    token.save(update_fields=["expires_at"])
    assert not usable(token) and token.has_run_out


def test_a_name_stands_for_one_token_until_that_is_revoked(token: AccessToken, ann: User) -> None:
    with pytest.raises(ValidationError, match="of this name already"):
        AccessToken.issue(ann, name=" bridge ")
    token.revoke()
    assert AccessToken.issue(ann, name="bridge").pk != token.pk


def test_others_may_use_the_same_name(token: AccessToken, ben: User) -> None:
    assert AccessToken.issue(ben, name="bridge").user == ben


def test_a_form_sent_twice_at_once_is_told_so(
    token: AccessToken, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AccessToken, "full_clean", lambda self: None)
    with pytest.raises(ValidationError, match="of this name already"):
        AccessToken.issue(ann, name="bridge")
    assert AccessToken.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\0b", "\ud800"])
def test_a_name_is_there_and_can_be_stored(ann: User, name: str) -> None:
    with pytest.raises(ValidationError):
        AccessToken.issue(ann, name=name)


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"kind": UserKind.CUSTOMER}], ids=["off", "customer"]
)
def test_neither_who_is_switched_off_nor_customers_have_tokens(
    token: AccessToken, ann: User, change: dict[str, object]
) -> None:
    User.objects.filter(pk=ann.pk).update(**change)
    ann.refresh_from_db()
    assert not usable(token)
    with pytest.raises(PermissionDenied):
        AccessToken.issue(ann, name="another")


def test_a_bot_has_tokens(ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(kind=UserKind.BOT)
    ann.refresh_from_db()
    assert usable(AccessToken.issue(ann, name="bot"))


def test_the_last_use_is_noted_once_a_minute(token: AccessToken) -> None:
    token.note_use()
    assert token.last_used_at is not None
    with CaptureQueriesContext(connection) as queries:
        token.note_use()
        AccessToken.objects.get().note_use()
    assert len(queries) == 1, "only the one that reads it"
    then = token.last_used_at - timedelta(minutes=1)
    token.last_used_at = then
    token.note_use()
    token.refresh_from_db()
    assert token.last_used_at > then + timedelta(seconds=59)


def test_who_is_erased_leaves_no_token(token: AccessToken, ann: User) -> None:
    ann.erase()
    assert not AccessToken.objects.exists()


def test_the_command_prints_the_secret_and_nothing_else(
    ann: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_token", ann.email.upper(), name="bridge", days=7)
    token = AccessToken.objects.usable().for_secret(capsys.readouterr().out.strip()).get()
    assert (token.user, token.name) == (ann, "bridge")
    assert token.expires_at is not None
    assert timedelta(days=6) < token.expires_at - timezone.now() < timedelta(days=8)


@pytest.mark.parametrize(
    ("email", "options", "said"),
    [
        ("nobody@rapport.example", {"name": "x"}, "Nobody here"),
        ("ann@rapport.example", {"name": ""}, "cannot be blank"),
        ("ann@rapport.example", {"name": "bridge"}, "of this name already"),
        ("ann@rapport.example", {"name": "x", "days": 0}, "--days is a number"),
        ("ann@rapport.example", {"name": "x", "days": 10**9}, "--days is a number"),
        ("ben@rapport.example", {"name": "x"}, "whose account is on"),
    ],
)
def test_the_command_says_what_is_wrong(
    token: AccessToken, ben: User, email: str, options: dict[str, object], said: str
) -> None:
    User.objects.filter(pk=ben.pk).update(is_active=False)
    with pytest.raises(CommandError, match=said):
        call_command("create_token", email, **options)
    assert AccessToken.objects.count() == 1
