"""One group in which everybody listens and a few speak, as fast as everybody hears them."""

import asyncio
from time import perf_counter
from typing import Any

from bench.load.crowd import connect, listen, until_heard
from bench.load.job import Job
from bench.load.systems.protocol import FAILURES, Speaker, System
from bench.load.tally import Heard, Tally
from bench.load.works.sending import say

PATIENCE = 15.0


async def fan_out(system: System, job: Job) -> dict[str, Any]:
    """Each speaker goes on when all have heard their last message: `window` are under way."""
    tally = Tally(job.run, job.seconds, job.warm)
    heard = Heard(tally)
    arrived: dict[int, asyncio.Event] = {}
    began = perf_counter()
    listeners = await listen(
        system, job.listeners, heard, when_all=lambda mark: arrived[mark].set()
    )
    opening = perf_counter() - began
    speakers = await connect(system.speaker, job.speakers[: job.window])
    tally.start()
    await asyncio.gather(*(_talk(speaker, tally, heard, arrived) for speaker in speakers))
    expected = [len(tally.accepted)] * len(listeners)
    await until_heard(heard, expected)
    for one in (*speakers, *listeners):
        one.close()
    result = tally.summary() | heard.summary() | {"opening": opening}
    result["problems"] += heard.problems(expected) or heard.disagreements()
    return result


async def _talk(
    speaker: Speaker, tally: Tally, heard: Heard, arrived: dict[int, asyncio.Event]
) -> None:
    while not tally.is_over:
        mark, words = tally.next()
        arrived[mark] = asyncio.Event()
        heard.left[mark] = len(heard.ears)
        try:
            await say(speaker, words, tally)
            tally.accept(mark)
            await asyncio.wait_for(arrived[mark].wait(), PATIENCE)
        except FAILURES as failure:
            tally.refuse(f"{type(failure).__name__} {failure}")
            return
