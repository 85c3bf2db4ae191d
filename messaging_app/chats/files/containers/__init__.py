"""The containers of sound and film that browsers play: one module each, reading only its index."""
