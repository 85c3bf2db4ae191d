"""What its state makes of each message: of the customer, of a person who answers, of the desk."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import models
from django.utils import timezone

from chats.models import Message, User
from support import events, permissions, texts
from support.kinds import Priority, Promise, Status
from support.models.voice import voice

if TYPE_CHECKING:
    from support.models.ticket import Ticket


class Conversing(models.Model):
    class Meta:
        abstract = True

    def heard(self, message: Message) -> None:
        """The customer wrote: open it again, let clocks run, wake it, hand it to its agent."""
        ticket, at = cast("Ticket", self), message.sent_at
        with ticket.changing():
            if ticket.status == Status.CLOSED:
                ticket._reopen(by=None, at=at, reason="customer_wrote")
            self._note_waiting(at)
            if ticket.status == Status.PENDING_CUSTOMER:
                ticket._move(Status.PENDING_AGENT)
                ticket._record(events.TICKET_PENDING_AGENT, by=None, at=at)
            ticket._wake(by=None, at=at)
            ticket._reckon(at)
            self._tell_away(at)
            if ticket.status == Status.NEW:
                ticket._welcome(at)
            elif ticket.status == Status.TRIAGE:
                ticket._hear_answer(message.message_body, at)

    def answered(self, message: Message) -> None:
        """A person answered: the clocks of responses stop, it waits for the customer."""
        ticket, at, by = cast("Ticket", self), message.sent_at, message.sender
        with ticket.changing():
            if ticket.first_response_at is None:
                ticket._set(first_response_at=at)
            ticket._stop_clock(Promise.FIRST_RESPONSE, at)
            ticket._stop_clock(Promise.NEXT_RESPONSE, at)
            if ticket.waiting_since is not None:
                ticket._set(waiting_since=None)
            if ticket.status in (Status.ASSIGNED, Status.PENDING_AGENT):
                ticket._move(Status.PENDING_CUSTOMER)
                ticket._record(events.TICKET_PENDING_CUSTOMER, by=by, at=at)
            ticket._reckon(at)

    def reply(self, body: str, *, by: User, **more: Any) -> Message:
        """Answer the customer. Raises PermissionDenied, ValidationError, Conflict."""
        ticket = cast("Ticket", self)
        with ticket.changing():
            ticket.refuse_unless_may(permissions.REPLY, by)
            ticket.conversation.add_participant(by)
            return ticket.conversation.post(by=by, body=body, **more)

    def say(self, key: str, **values: str) -> Message:
        """Let the desk say one of its sentences in the customer's language."""
        ticket, bot = cast("Ticket", self), voice()
        words = texts.text(key, self.language, ticket.inbox.texts, **values)
        ticket.conversation.add_participant(bot)
        return ticket.conversation.post(by=bot, body=words)

    def limited(self, *, by: User) -> None:
        """The customer wrote more than they may: tell them once, and show the team."""
        ticket = cast("Ticket", self)
        with ticket.changing():
            ticket._record(events.TICKET_LIMITED, by=by, at=timezone.now())
            self.say(texts.LIMITED)

    @property
    def language(self) -> str:
        customer = cast("Ticket", self).customer
        return str(customer.attributes.get("language", "en")) if customer else "en"

    def _note_waiting(self, at: datetime) -> None:
        """Messages may come out of order: what counts is when the earliest was written."""
        ticket = cast("Ticket", self)
        first = min(ticket.first_message_at or at, at)
        waiting = min(ticket.waiting_since or at, at)
        ticket._set(first_message_at=first, waiting_since=waiting)
        if ticket.first_response_at is None:
            ticket._start_clock(Promise.FIRST_RESPONSE, first)
        else:
            ticket._start_clock(Promise.NEXT_RESPONSE, waiting)
        ticket._start_clock(Promise.RESOLUTION, first)

    def _tell_away(self, at: datetime) -> None:
        """Once until they open, whoever writes outside the hours is told when that is."""
        ticket = cast("Ticket", self)
        if ticket.away_told_until and at < ticket.away_told_until:
            return
        hours = ticket.hours()
        opening = hours.next_opening(at) if hours else None
        if opening is None or opening == at:
            return
        is_first = ticket.away_told_until is None and ticket.first_message_at == at
        ticket._set(away_told_until=opening)
        if is_first and ticket.priority == Priority.NORMAL:
            ticket._prioritise(Priority.LOW, by=None, at=at)
        assert hours is not None
        self.say(texts.AWAY, opening=self._words_for(opening, hours.zone))

    def _words_for(self, moment: datetime, zone: ZoneInfo) -> str:
        """A moment in the customer's words and zone."""
        customer = cast("Ticket", self).customer
        try:
            name = customer.attributes.get("time_zone") if customer else None
            zone = ZoneInfo(name) if name else zone
        except (ZoneInfoNotFoundError, ValueError):
            pass  # what a provider calls a zone, and nobody else
        local = moment.astimezone(zone)
        spoken = self.language if self.language in texts.DAYS else "en"
        day = texts.DAYS[spoken][local.weekday()]
        return texts.ON[spoken].format(day=day, date=f"{local:%d.%m.}", time=f"{local:%H:%M}")
