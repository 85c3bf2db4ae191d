"""What is said under load. Each message carries a mark by which it is known again anywhere."""

FILLER = "shall we meet at the station at ten or is that too early for you"
MARK = b"qz"  # stands in no other word, name or key that the systems send
DIGITS = 7


def text(run: str, mark: int) -> str:
    """Letters, digits and single spaces only, so that no protocol has anything to escape."""
    return f"{run} qz{mark:0{DIGITS}d} {FILLER}"


def mark_in(frame: bytes) -> int:
    """The mark of the message in these bytes, -1 when there is none."""
    at = frame.find(MARK)
    return int(frame[at + 2 : at + 2 + DIGITS]) if at >= 0 else -1
