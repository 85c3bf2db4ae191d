"""Finding its team: a menu, one question of the team, and a human for whoever wants one."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db import models

from support import events, texts, triage
from support.kinds import Priority, Status
from support.models.team import Team
from support.models.voice import voice

if TYPE_CHECKING:
    from support.models.ticket import Ticket

# One retry, then a person looks.
MOST_FAILURES = 2


class Triaged(models.Model):
    class Meta:
        abstract = True

    def _welcome(self, at: datetime) -> None:
        """Ask for the team, or where the inbox does not ask go on to its queue."""
        ticket = cast("Ticket", self)
        ticket._move(Status.TRIAGE)
        ticket._record(events.TICKET_IN_TRIAGE, by=None, at=at)
        if ticket.inbox.asks_team and self._teams():
            ticket.say(texts.WELCOME, menu=triage.menu(self._choices()))
        else:
            ticket._enqueue(events.TICKET_QUEUED, None, by=None, at=at)

    def _hear_answer(self, answer: str, at: datetime) -> None:
        ticket = cast("Ticket", self)
        words = ticket.inbox.settings.get("human_words", triage.HUMAN)
        team = self._asked_by()
        if triage.wants_human(answer, words):
            ticket._prioritise(Priority.HIGH, by=None, at=at)
            self._pass_on(team or ticket.inbox.team, at, reason="wants_human")
        elif team:
            ticket._set(attributes=ticket.attributes | {"context": answer})
            self._pass_on(team, at, reason="answered")
        else:
            self._hear_choice(answer, at)

    def _hear_choice(self, answer: str, at: datetime) -> None:
        teams = self._teams()
        place = triage.chosen(answer, self._choices())
        if place is None:
            self._fail(at)
        elif teams[place].context_question:
            self._keep(asked_by=str(teams[place].pk))
            self._ask(teams[place].context_question)
        else:
            self._pass_on(teams[place], at, reason="chosen")

    def _fail(self, at: datetime) -> None:
        ticket = cast("Ticket", self)
        failures = ticket.attributes.get("triage", {}).get("failures", 0) + 1
        self._keep(failures=failures)
        if failures < MOST_FAILURES:
            ticket.say(texts.RETRY, menu=triage.menu(self._choices()))
        else:
            ticket._set(needs_supervisor_at=at)
            ticket._enqueue(events.TICKET_FOR_SUPERVISOR, None, by=None, at=at)

    def _pass_on(self, team: Team, at: datetime, *, reason: str) -> None:
        ticket = cast("Ticket", self)
        ticket._enqueue(events.TICKET_QUEUED, team, by=None, at=at, reason=reason)
        ticket.say(texts.QUEUED, team=team.name)

    def _ask(self, question: str) -> None:
        cast("Ticket", self).conversation.post(by=voice(), body=question)

    def _keep(self, **state: object) -> None:
        ticket = cast("Ticket", self)
        kept = ticket.attributes.get("triage", {}) | state
        ticket._set(attributes=ticket.attributes | {"triage": kept})

    def _asked_by(self) -> Team | None:
        """The team whose question the customer answers next."""
        asked = cast("Ticket", self).attributes.get("triage", {}).get("asked_by")
        return Team.objects.filter(pk=asked).first() if asked else None

    def _teams(self) -> list[Team]:
        return list(Team.objects.offered())

    def _choices(self) -> list[triage.Choice]:
        return [triage.Choice(team.name, team.keywords) for team in self._teams()]
