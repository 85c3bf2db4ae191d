"""Finding what was said: words, phrases and filters, within what somebody may see."""
