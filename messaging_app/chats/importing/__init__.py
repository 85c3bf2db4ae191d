"""Bringing in history: JSON lines of people, conversations and messages."""
