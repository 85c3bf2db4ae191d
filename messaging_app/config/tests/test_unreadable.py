"""What cannot be read is answered as such, not with an error of ours."""

import pytest
from django.test import Client

from chats.models import User


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "utf-7"])
@pytest.mark.django_db
def test_a_form_in_another_encoding_is_refused(ann: User, charset: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    client.get("/settings/profile/")  # It brings the cookie with which the form would be read.
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    answer = client.post("/presence/", b"state=caf%E9", content_type=kind)
    assert answer.status_code == 400
    assert "What your browser sent cannot be read" in answer.content.decode()
