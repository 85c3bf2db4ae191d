"""A check: what must hold, in words, and how to try it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NamedTuple

from django.db import IntegrityError, transaction


class Failed(Exception):
    """What must hold does not."""


class Check(NamedTuple):
    name: str
    run: Callable[[], object]


def expect(holds: object, otherwise: str) -> None:
    if not holds:
        raise Failed(otherwise)


class refused_with:  # noqa: N801 - reads as a phrase: with refused_with(…):
    """Expect an error, and undo whatever was done until it came."""

    def __init__(self, error: type[Exception], naming: str = "") -> None:
        self.error, self.naming = error, naming
        self.savepoint: AbstractContextManager[None] = transaction.atomic()

    def __enter__(self) -> None:
        self.savepoint.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: object
    ) -> bool:
        if kind is None:
            transaction.set_rollback(True)
        self.savepoint.__exit__(kind, error, at)  # type: ignore[arg-type]
        if error is None:
            raise Failed("was accepted")
        if isinstance(error, self.error) and self.naming in str(error):
            return True
        if isinstance(error, IntegrityError | self.error):
            raise Failed(f"was refused for another reason: {str(error).splitlines()[0]}") from error
        return False
