"""An import in a line: what came in, how fast, what was here before."""

from chats.importing.tally import Tally


def summary(tally: Tally, seconds: float) -> str:
    return (
        f"Imported {_counts(tally)} in {seconds:.1f} s "
        f"({tally.messages / max(seconds, 0.001):,.0f} messages a second). {_rest(tally)}"
    )


def preview(tally: Tally) -> str:
    return f"Would import {_counts(tally)}; nothing was written. {_rest(tally)}"


def _counts(tally: Tally) -> str:
    more = {
        "files": tally.attachments,
        "reactions": tally.reactions,
        "edits": tally.edits,
        "deletions": tally.deletions,
    }
    counts = [
        f"{tally.people:,} people",
        f"{tally.conversations:,} conversations",
        f"{tally.messages:,} messages",
        *(f"{count:,} {name}" for name, count in more.items() if count),
    ]
    return f"{', '.join(counts[:-1])} and {counts[-1]}"


def _rest(tally: Tally) -> str:
    return (
        f"Already here: {tally.known:,}. Split: {tally.split:,}. "
        f"Taken in part: {tally.noted:,}. Left out: {tally.bad:,}."
    )
