"""The one signal of this room."""

from django.dispatch import Signal

# Sent inside the transaction with `event`, which may know its rows by their ids only, and the
# `conversation_kind`, so that who waits for one kind asks nothing about the others. A listener
# that fails undoes the change.
recorded = Signal()
