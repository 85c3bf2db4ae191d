"""Everybody sends as fast as they are answered."""

import asyncio
from typing import Any

from bench.load.crowd import connect
from bench.load.job import Job
from bench.load.systems.protocol import Busy, Refused, Speaker, System
from bench.load.tally import Tally

PAUSE = 0.05  # seconds until who was told to come again does so


async def send(system: System, job: Job) -> dict[str, Any]:
    """One message after the other from each speaker; nobody waits for anybody else."""
    speakers = await connect(system.speaker, job.speakers)
    tally = Tally(job.run, job.seconds, job.warm)
    tally.start()
    await asyncio.gather(*(_talk(speaker, tally) for speaker in speakers))
    for speaker in speakers:
        speaker.close()
    return tally.summary()


async def _talk(speaker: Speaker, tally: Tally) -> None:
    while not tally.is_over:
        mark, words = tally.next()
        try:
            await say(speaker, words, tally)
        except (Refused, ConnectionError) as failure:
            tally.refuse(str(failure))
            return
        tally.accept(mark)


async def say(speaker: Speaker, words: str, tally: Tally) -> None:
    """Send one message, again while the system is too busy to take it."""
    while True:
        try:
            return await speaker.say(words)
        except Busy:
            tally.busy += 1
            await asyncio.sleep(PAUSE)
