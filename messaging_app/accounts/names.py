"""A name as it is written in one field, in the two parts that a person has."""

from chats.models.user import NO_LAST_NAME


def split(name: str) -> tuple[str, str]:
    """Return first and last name: the first word, and all the rest.

    >>> split("Maria-Magdalena Rodríguez de la Cruz")
    ('Maria-Magdalena', 'Rodríguez de la Cruz')
    >>> split("soundray")
    ('soundray', '-')
    """
    first, _, last = " ".join(name.split()).partition(" ")
    return first, last or NO_LAST_NAME
