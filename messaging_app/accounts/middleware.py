"""What every request of a signed-in person carries: language, time zone, a sign of life."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any
from zoneinfo import ZoneInfo

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts.models import Preferences
from accounts.sightings import Sightings, note_use
from ui.times import chosen_zone

# Returns a response, or in the event loop the promise of one.
Handler = Callable[[HttpRequest], Any]


class _Middleware:
    """Stays in the event loop under ASGI; only what asks the database leaves it."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        return self.arespond(request) if self.is_async else self.respond(request)

    def respond(self, request: HttpRequest) -> HttpResponse:
        raise NotImplementedError

    async def arespond(self, request: HttpRequest) -> HttpResponse:
        raise NotImplementedError


class PreferencesMiddleware(_Middleware):
    """Answers in the language and the time zone of the person."""

    def respond(self, request: HttpRequest) -> HttpResponse:
        with _tuned(_preferences(request), request):
            return self.get_response(request)

    async def arespond(self, request: HttpRequest) -> HttpResponse:
        with _tuned(await sync_to_async(_preferences)(request), request):
            return await self.get_response(request)


class LastUsedMiddleware(_Middleware):
    """Notes when a device was last used, once a minute at most."""

    def __init__(self, get_response: Handler) -> None:
        super().__init__(get_response)
        self.sightings = Sightings()

    def respond(self, request: HttpRequest) -> HttpResponse:
        if key := self._unseen(request):
            note_use(key)
        return self.get_response(request)

    async def arespond(self, request: HttpRequest) -> HttpResponse:
        if key := self._unseen(request):
            await sync_to_async(note_use)(key)
        return await self.get_response(request)

    def _unseen(self, request: HttpRequest) -> str | None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        return key if key and self.sightings.is_new(key) else None


def _preferences(request: HttpRequest) -> Preferences:
    user = request.user
    return Preferences.objects.of(user) if user.is_authenticated else Preferences()


def _tuned(preferences: Preferences, request: HttpRequest) -> AbstractContextManager[object]:
    language = preferences.language or translation.get_language_from_request(request)
    zone = chosen_zone(preferences.time_zone, request)
    tuned = ExitStack()
    tuned.enter_context(translation.override(language))
    tuned.enter_context(timezone.override(ZoneInfo(zone)))
    return tuned
