"""What was said, with the replies that stand inside it."""

from collections.abc import Iterator
from datetime import datetime

from chats.models.message.body import is_visible
from imports.export import Lost
from imports.fields import Fields
from imports.lines import DELETED, Line, deletion, file, made, message, reaction
from imports.mattermost.people import person_id
from imports.shortcodes import emoji_of, with_emoji

MILLISECONDS = 1000
SAID = ("", "me", "slack_attachment")

Timed = tuple[int, Line]


class Posts:
    def __init__(self, lost: Lost) -> None:
        self.lost = lost

    def speakers(self, post: Fields) -> Iterator[str]:
        """Everybody who speaks or reacts in it."""
        for one in (post, *post.each("replies")):
            yield one.needed("user")
            for found in one.each("reactions"):
                yield found.needed("user")

    def read(self, post: Fields, room: str) -> Iterator[Timed]:
        """The post, its reactions and its replies, each with its time."""
        head = post_id(post, room)
        yield from self._read(post, room, None, created(post))
        for reply in post.each("replies"):
            yield from self._read(reply, room, head, created(post))

    def _read(
        self, post: Fields, room: str, head: str | None, earliest: datetime
    ) -> Iterator[Timed]:
        """Nothing comes before what it answers, whatever the clocks said."""
        if post.text("type") not in SAID:
            self.lost["a notice, such as that somebody joined"] += 1
            return
        body = self._words(post)
        files = [_file(found) for found in post.each("attachments")]
        gone = post.moment("delete_at", MILLISECONDS)
        if not is_visible(body) and not files and not gone:
            self.lost["a message without words"] += 1
            return
        id, at = post_id(post, room), created(post)
        if not is_visible(body):
            body = "" if files else DELETED
        yield (
            place(max(at, earliest)),
            message(
                id,
                room,
                person_id(post.needed("user")),
                at,
                body,
                reply_to=head,
                files=files,
                edited_at=post.moment("edit_at", MILLISECONDS),
            ),
        )
        yield from self._reactions(post, id, max(at, earliest))
        if gone:
            yield place(max(gone, at, earliest)), deletion(id, gone)

    def _words(self, post: Fields) -> str:
        said = with_emoji(post.text("message"))
        if post.text("type") == "me":
            said = f"_{said}_"
        props = post.inner("props")
        if not is_visible(said) and props:
            said = "\n".join(self._card(card) for card in props.each("attachments"))
        return said

    def _card(self, card: Fields) -> str:
        self.lost["a card of an app; its words were taken"] += 1
        words = [card.text(name) for name in ("pretext", "title", "text")]
        return with_emoji("\n".join(filter(None, words)) or card.text("fallback"))

    def _reactions(self, post: Fields, id: str, earliest: datetime) -> Iterator[Timed]:
        for found in post.each("reactions"):
            emoji = emoji_of(found.needed("emoji_name"))
            if emoji is None:
                self.lost["a reaction with an emoji of their own"] += 1
                continue
            at = max(found.moment("create_at", MILLISECONDS) or earliest, earliest)
            yield place(at), reaction(id, person_id(found.needed("user")), emoji, at)


def post_id(post: Fields, room: str) -> str:
    """Posts have no ids: who wrote what when and where makes one."""
    return made(
        "post", room, post.needed("user"), str(post.number("create_at")), post.text("message")
    )


def created(post: Fields) -> datetime:
    at = post.moment("create_at", MILLISECONDS)
    if at is None:
        raise post.wrong("create_at", "a time")
    return at


def place(at: datetime) -> int:
    """In the order of times; people and rooms come at 0."""
    return int(at.timestamp() * MILLISECONDS)


def _file(found: Fields) -> Line:
    path = found.needed("path")
    return file(path, path.rpartition("/")[2])
