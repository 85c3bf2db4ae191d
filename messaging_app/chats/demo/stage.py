"""Plays the scenes through the same verbs that people use."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from chats.demo import cast
from chats.demo.groups import GROUPS
from chats.demo.props import prop
from chats.demo.script import Line, Scene
from chats.demo.talks import TALKS
from chats.models import Attachment, Conversation, Message, User
from chats.models.keys import uuid7
from chats.models.message.posting import Posting, post

HOST = "ann"


def play() -> bool:
    """Bring in the people and all their conversations, whole or not at all; False if here."""
    if len(cast.find()) == len(cast.CAST):
        return False
    with transaction.atomic():
        people = cast.invite()
        for scene in (*TALKS, *GROUPS):
            Performance(scene, people, timezone.now()).run()
    return True


class Performance:
    """One scene, as it would have gone until `now`."""

    def __init__(self, scene: Scene, people: dict[str, User], now: datetime) -> None:
        self.scene = scene
        self.people = people
        self.now = now
        self.ids: dict[str, uuid.UUID] = {line.name: uuid7() for line in scene.lines if line.name}

    def run(self) -> None:
        self.conversation = self._open()
        old = len(self.scene.lines) - self.scene.unread
        # What Ann has read is history; the rest reaches her as any message does.
        said = self._say(self.scene.lines[:old], is_history=True)
        said += self._say(self.scene.lines[old:], is_history=False)
        for line, message in zip(self.scene.lines, said, strict=True):
            self._go_on(line, message)
        self._read()
        self._arrange()

    def _open(self) -> Conversation:
        members = [self.people[name] for name in self.scene.people]
        if not self.scene.title:
            direct: Conversation = Conversation.objects.direct_between(*members)
            return direct
        began = self.now - self.scene.lines[0].ago
        group: Conversation = Conversation.objects.create(
            title=self.scene.title, description=self.scene.description, created_by=members[0]
        )
        group.bring_in(members, at=began, admin=members[0])
        return group

    def _say(self, lines: tuple[Line, ...], *, is_history: bool) -> list[Message]:
        return post([self._posting(line, is_history) for line in lines])

    def _posting(self, line: Line, is_history: bool) -> Posting:
        speaker = self.people[line.by]
        return Posting(
            self.conversation,
            speaker,
            line.at_first or line.text,
            id=self.ids.get(line.name) or uuid7(),
            reply_to_id=self.ids.get(line.answers),
            attachment_ids=_files(line, speaker),
            sent_at=self.now - line.ago,
            is_history=is_history,
        )

    def _go_on(self, line: Line, message: Message) -> None:
        """What happened to a message after it was sent."""
        if line.at_first:
            message.edit(line.text, by=message.sender)
        for emoji, names in line.reactions.items():
            for name in names:
                message.react(emoji, by=self.people[name])
        if line.is_deleted:
            message.soft_delete(by=message.sender)

    def _read(self) -> None:
        """Who is not Ann has read it all; or has it on their device at least."""
        for name in self.scene.people:
            place = self.conversation.participant(self.people[name])
            if self.scene.unread_by_others and name != HOST:
                self.conversation.refresh_from_db(fields=["last_seq"])
                place.receive(self.conversation.last_seq)
            elif name != HOST or not self.scene.unread:
                place.mark_read()

    def _arrange(self) -> None:
        place = self.conversation.participant(self.people[HOST])
        if self.scene.is_pinned:
            place.pin()
        if self.scene.is_muted:
            place.mute()
        if self.scene.is_archived:
            place.archive()
        if self.scene.draft:
            place.save_draft(self.scene.draft)


def _files(line: Line, speaker: User) -> list[uuid.UUID]:
    if not line.file:
        return []
    return [Attachment.objects.receive(uploader=speaker, upload=prop(line.file)).pk]
