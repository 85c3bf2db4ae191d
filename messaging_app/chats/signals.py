"""The one signal of this room."""

from django.dispatch import Signal

# Sent inside the transaction with `event`; a listener that fails undoes the change.
recorded = Signal()
