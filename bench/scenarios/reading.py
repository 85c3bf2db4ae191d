"""What reading costs in the database, however much there is."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise

from bench.database_time import database_ms
from bench.figures import Reading
from bench.generate.words import COMMON, RARE
from bench.grown import grow, histories, inbox_person, talkative_person
from bench.scenarios.scenario import Scenario
from chats import history
from chats.fragments.found import found_everywhere
from chats.fragments.sidebar import sidebar
from chats.models import ConversationParticipant, User
from chats.search import hits
from chats.search.query import parse


class _InTheDatabase(Scenario):
    def prepare(self) -> None:
        grow(self.stage)

    def measure(self, name: str, work: Callable[[], object]) -> Reading:
        return Reading(name, database_ms(work), "ms in the database")


class History(_InTheDatabase):
    """A page at the end and in the middle of short and long conversations."""

    name = "history"

    def play(self) -> Iterator[Reading]:
        costs: list[float] = []
        for size, place in histories().items():
            middle = place.conversation.last_seq - size // 2
            pages = {"end": partial(history.latest, place)}
            pages["middle"] = partial(history.before, place, middle)
            for where, page in pages.items():
                self._check(page, f"history {size}, {where}")
                reading = self.measure(f"history {size:,}, {where}", page)
                costs.append(reading.value)
                yield reading
        yield Reading("history, dearest", max(costs), "ms", "cheapest", min(costs))

    def _check(self, page: Callable[[], history.Page], where: str) -> None:
        lines = page().lines
        is_whole = len(lines) == history.PAGE and all(
            later.seq == earlier.seq + 1 for earlier, later in pairwise(lines)
        )
        self.stage.check(where, [] if is_whole else [f"a page of {len(lines)} lines has holes"])


class Inbox(_InTheDatabase):
    """The list of somebody in thousands of conversations, and how much is unread there."""

    name = "inbox"

    def play(self) -> Iterator[Reading]:
        person = inbox_person()
        mine = ConversationParticipant.objects.of(person)
        size = mine.count()
        yield self.measure(f"inbox of {size:,} conversations", partial(sidebar, person))
        yield self.measure(f"unread in {size:,} conversations", mine.unread_total)


class Search(_InTheDatabase):
    """A word that is rare, and one that is everywhere."""

    name = "search"

    def play(self) -> Iterator[Reading]:
        yield from self._search(inbox_person(), "", {"rare": RARE, "common": COMMON})
        if corpus := self.stage.corpus:
            yield from self._search(talkative_person(), f" in {corpus.name}", corpus.words)

    def _search(self, person: User, where: str, words: Mapping[str, str]) -> Iterator[Reading]:
        for kind, word in words.items():
            page = partial(found_everywhere, person, word)
            name = f"search, {kind} word{where}"
            self.stage.check(name, [] if page()["hits"] else [f"{word} was not found"])
            places = list(ConversationParticipant.objects.of(person).with_floor())
            yield self.measure(name, partial(hits.find, person, parse(word), places))
            yield self.measure(f"search page, {kind} word{where}", page)
