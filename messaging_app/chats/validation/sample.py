"""A few people who talk, to try the rules on; the caller rolls them back."""

import uuid
from dataclasses import dataclass

from chats.models import Conversation, Message, User


@dataclass(slots=True)
class Sample:
    host: User
    guest: User
    second_guest: User
    outsider: User
    admin: User
    direct: Conversation
    group: Conversation
    message: Message

    @classmethod
    def make(cls) -> "Sample":
        host, outsider = make_user("host"), make_user("host")
        guest, second_guest = make_user("guest"), make_user("guest")
        direct = Conversation.objects.start_direct(by=host, other=guest)
        group = Conversation.objects.start_group(by=host, people=[guest, second_guest])
        return cls(
            host=host,
            guest=guest,
            second_guest=second_guest,
            outsider=outsider,
            admin=make_user("admin"),
            direct=direct,
            group=group,
            message=group.post(by=host, body="A sample message"),
        )


def make_user(role: str) -> User:
    return User.objects.create_user(
        f"{uuid.uuid4()}@validation.invalid", first_name="Sample", last_name="Person", role=role
    )
