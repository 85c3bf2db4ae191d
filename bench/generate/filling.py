"""The rows themselves."""

import random
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench.generate.shape import Plan
from bench.generate.words import RARE, RARELY, Talk

YEARS = timedelta(days=3 * 365)
NAMES = ("Ada", "Bo", "Chidi", "Dina", "Eli", "Fumi", "Gus", "Hana", "Ivo", "Jaya", "Kofi", "Lin")
UP_TO_DATE = 0.85  # of the people have read all


class Filling:
    """Three years of talk, conversations side by side as time goes on."""

    def __init__(self, plan: Plan, chance: random.Random) -> None:
        self.plan = plan
        self.chance = chance
        self.end = datetime.now(UTC) - timedelta(hours=1)
        self.begin = self.end - YEARS
        self.people = [_key(self._at(0), number) for number in range(plan.shape.people)]
        self.conversations = [
            _key(self._at(0), 2**32 + number) for number in range(len(plan.sizes))
        ]
        joins = (plan.starts[number + 1] - plan.starts[number] for number in range(len(plan.sizes)))
        self.last_seq = array("L", joins)  # joining takes a number, before all words
        self.last_at = array("L", [0]) * len(plan.sizes)

    def user_rows(self) -> Iterator[str]:
        at = self._at(0).isoformat()
        for number, key in enumerate(self.people):
            email = "inbox@bench.example" if number == 0 else f"member{number}@bench.example"
            name = NAMES[number % len(NAMES)]
            yield f"{key}\t{email}\t!\t{name}\tNo {number}\thost\t{at}"

    def message_rows(self) -> Iterator[str]:
        plan, talk = self.plan, Talk(self.chance)
        turns = self._turns()
        bits, chance = self.chance.getrandbits, self.chance.random
        step = YEARS.total_seconds() / len(turns)
        begin = self.begin.timestamp()
        rare = max(1, len(turns) // RARELY)
        for number, place in enumerate(turns):
            seconds = begin + step * number
            first, last = plan.starts[place], plan.starts[place + 1]
            sender = self.people[plan.members[first + int(chance() * (last - first))]]
            self.last_seq[place] += 1
            self.last_at[place] = number
            body = talk.body()
            if number % rare == rare // 2:
                body += f" {RARE}"
            key = f"{int(seconds * 1000):012x}7{bits(12):03x}{2**63 | bits(62):016x}"
            at = datetime.fromtimestamp(seconds, UTC).isoformat()
            where, seq = self.conversations[place], self.last_seq[place]
            yield f"{key}\t{where}\t{sender}\t{body}\t{seq}\t{at}"

    def conversation_rows(self) -> Iterator[str]:
        plan, begun = self.plan, self._at(0).isoformat()
        for number, key in enumerate(self.conversations):
            members = plan.members_of(number)
            kind, title, pair = "group", self._title(number), r"\N"
            if plan.is_direct[number]:
                kind, title = "direct", ""
                pair = ":".join(sorted(_dashed(self.people[one]) for one in members))
            spoken = f"{len(members)}\t{plan.sizes[number]}\t{self.last_seq[number]}"
            at = self._at(self.last_at[number]).isoformat()
            yield f"{key}\t{kind}\t{title}\t{begun}\t{spoken}\t{at}\t{pair}"

    def participant_rows(self) -> Iterator[str]:
        begun, now = self._at(0).isoformat(), self.end.isoformat()
        for number, key in enumerate(self.conversations):
            is_group = not self.plan.is_direct[number]
            for nth, one in enumerate(self.plan.members_of(number)):
                read = max(self.last_seq[number] - self._behind(), nth)
                is_admin = "t" if is_group and nth == 0 else "f"
                places = f"{nth}\t{is_admin}\t{read}\t{read}"
                yield f"{key}\t{self.people[one]}\t{begun}\t{places}\t{now}"

    def joining_rows(self) -> Iterator[str]:
        at = self._at(0).isoformat()
        for number, key in enumerate(self.conversations):
            for nth, one in enumerate(self.plan.members_of(number)):
                person = f'{{"person": "{_dashed(self.people[one])}"}}'
                yield f"{key}\t{nth + 1}\tparticipant.joined\t{person}\t{at}"

    def _turns(self) -> "array[int]":
        """The conversation of each message, in the order of time."""
        turns = array("L")
        for number, size in enumerate(self.plan.sizes):
            turns.extend(array("L", [number]) * size)
        self.chance.shuffle(turns)
        return turns

    def _title(self, number: int) -> str:
        histories = self.plan.shape.histories
        if number < len(histories):
            return f"History of {histories[number]}"
        return f"Group {number}"

    def _behind(self) -> int:
        """How many changes somebody has not read."""
        is_up_to_date = self.chance.random() < UP_TO_DATE
        return 0 if is_up_to_date else min(int(self.chance.paretovariate(0.8)), 200)

    def _at(self, message: int) -> datetime:
        """When message number so and so was sent."""
        return self.begin + YEARS * (message / self.plan.shape.messages)


def _key(at: datetime, number: int) -> str:
    """A UUIDv7 of that time, the same for the same number."""
    return f"{int(at.timestamp() * 1000):012x}7be4{2**63 | number:016x}"


def _dashed(key: str) -> str:
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
