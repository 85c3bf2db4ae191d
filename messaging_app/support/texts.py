"""What the desk says by itself, per language; an inbox may say it in words of its own."""

from collections.abc import Mapping
from typing import Final

WELCOME: Final = "welcome"
RETRY: Final = "retry"
QUEUED: Final = "queued"
AWAY: Final = "away"
LIMITED: Final = "limited"

TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        WELCOME: "Hello! What is it about? Answer with a number:\n{menu}",
        RETRY: "We did not understand that. Answer with one of these numbers:\n{menu}",
        QUEUED: "Thank you. Somebody from {team} will answer you here.",
        AWAY: "We are not here right now. We are back {opening}, and answer then.",
        LIMITED: "That was a lot at once. We have it, and answer what came before first.",
    },
    "es": {
        WELCOME: "¡Hola! ¿De qué se trata? Responda con un número:\n{menu}",
        RETRY: "No lo hemos entendido. Responda con uno de estos números:\n{menu}",
        QUEUED: "Gracias. Alguien de {team} le responderá aquí.",
        AWAY: "Ahora no estamos. Volvemos {opening} y respondemos entonces.",
        LIMITED: "Eso ha sido mucho de una vez. Lo tenemos y responderemos primero lo anterior.",
    },
}

DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
ON = {"en": "on {day}, {date}, at {time}", "es": "el {day} {date} a las {time}"}


def text(key: str, language: str, own: Mapping[str, Mapping[str, str]], **values: str) -> str:
    """The sentence in the customer's language, else in English, filled with values."""
    spoken = language if language in TEXTS or language in own else "en"
    found = own.get(spoken, {}).get(key) or TEXTS.get(spoken, TEXTS["en"])[key]
    for name, value in values.items():
        found = found.replace(f"{{{name}}}", value)
    return found
