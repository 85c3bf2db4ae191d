"""The number that people say aloud."""

from django.db import models

# A sequence leaves a hole when a transaction fails, and lets nobody wait for another's ticket.
SEQUENCE = "support_ticket_number"


class NextNumber(models.Func):
    function = "nextval"
    output_field = models.BigIntegerField()

    def __init__(self) -> None:
        super().__init__(models.Value(SEQUENCE))

    def deconstruct(self) -> tuple[str, tuple[object, ...], dict[str, object]]:
        return f"{self.__module__}.{type(self).__name__}", (), {}
