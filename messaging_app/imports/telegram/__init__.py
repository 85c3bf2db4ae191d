"""Telegram Desktop's export in its machine-readable form: one JSON object, files beside it."""
