"""Who there is to look around as."""

from typing import NamedTuple

from chats.models import User, UserRole
from chats.models.user import NO_LAST_NAME

ENDING = "@demo.example"


class Part(NamedTuple):
    first_name: str
    last_name: str
    role: str


# In this order they are offered on the page that lets one step in.
CAST = {
    "ann": Part("Ann", "Lindqvist", UserRole.HOST),
    "ben": Part("Ben", "Okafor", UserRole.GUEST),
    "ines": Part("Ines", "Carvalho", UserRole.HOST),
    "maria": Part("Maria-Magdalena", "Wolkenstein-Rodríguez de la Fuente", UserRole.HOST),
    "olu": Part("Olu", "Adeyemi", UserRole.ADMIN),
    "tom": Part("Tom", "Achterberg", UserRole.GUEST),
    "hyejin": Part("Dr. Hye-jin", "Baek", UserRole.HOST),
    "jo": Part("Jo", NO_LAST_NAME, UserRole.GUEST),
    "beatriz": Part("Beatriz", "Souto", UserRole.HOST),
    "tomas": Part("Tomás", "Herrero", UserRole.GUEST),
    "padraig": Part("Padraig", "Ó Conghaile", UserRole.GUEST),
    "wenli": Part("Wen", "Li", UserRole.GUEST),
    "noor": Part("Noor", "Haddad", UserRole.GUEST),
    "yuki": Part("Yuki", "Tanabe", UserRole.GUEST),
}


def find() -> dict[str, User]:
    """Those who are here already, by their short names."""
    emails = {f"{name}{ENDING}": name for name in CAST}
    return {emails[user.email]: user for user in User.objects.filter(email__in=emails)}


def invite() -> dict[str, User]:
    """Everybody of the cast; nobody has a password, one steps in with a click."""
    here = find()
    return here | {
        name: User.objects.create_user(f"{name}{ENDING}", **part._asdict())
        for name, part in CAST.items()
        if name not in here
    }
