"""Why an export is not taken at all."""


class Broken(Exception):
    """It is damaged, cut short, hostile or something else; the text says what."""
