"""Everybody sends as fast as they are answered."""

import asyncio
from typing import Any, cast

from bench.load.crowd import connect
from bench.load.job import Job
from bench.load.systems.protocol import FAILURES, Busy, SetSpeaker, Speaker, System
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
        except FAILURES as failure:
            tally.refuse(f"{type(failure).__name__} {failure}")
            return
        tally.accept(mark)


async def send_sets(system: System, job: Job) -> dict[str, Any]:
    """The same in sets: each speaker sends so many messages in one request."""
    speakers = cast("list[SetSpeaker]", await connect(system.speaker, job.speakers))
    tally = Tally(job.run, job.seconds, job.warm)
    tally.start()
    await asyncio.gather(*(_talk_in_sets(speaker, tally, job.batch) for speaker in speakers))
    for speaker in speakers:
        speaker.close()
    return tally.summary()


async def _talk_in_sets(speaker: SetSpeaker, tally: Tally, size: int) -> None:
    while not tally.is_over:
        said = dict(tally.next() for _ in range(size))
        try:
            taken = await speaker.say_each(list(said.values()))
        except FAILURES as failure:
            tally.refuse(f"{type(failure).__name__} {failure}")
            return
        for mark, is_taken in zip(said, taken, strict=True):
            tally.accept(mark) if is_taken else tally.refuse("one of a set")


async def say(speaker: Speaker, words: str, tally: Tally) -> None:
    """Send one message, again while the system is too busy to take it."""
    while True:
        try:
            return await speaker.say(words)
        except Busy:
            tally.busy += 1
            await asyncio.sleep(PAUSE)
