"""A given number of messages a second, each from somebody to somebody else."""

import asyncio
from collections import Counter
from time import perf_counter
from typing import Any

from bench.load.crowd import connect, listen, until_heard
from bench.load.job import Job
from bench.load.systems.protocol import FAILURES, Speaker, System
from bench.load.tally import Heard, Tally
from bench.load.works.sending import say


async def pace(system: System, job: Job) -> dict[str, Any]:
    """Speaker n talks to listener n. Who is slow is not waited for: the clock goes on."""
    tally = Tally(job.run, job.seconds, job.warm)
    heard = Heard(tally)
    listeners = await listen(system, job.listeners, heard)
    speakers = await connect(system.speaker, job.speakers)
    tally.start()
    said = await _say_in_time(speakers, job, tally)
    expected = [said[index] for index in range(len(listeners))]
    await until_heard(heard, expected)
    for one in (*speakers, *listeners):
        one.close()
    result = tally.summary() | heard.summary()
    result["problems"] += heard.problems(expected)
    return result


async def _say_in_time(speakers: list[Speaker], job: Job, tally: Tally) -> Counter[int]:
    """Return how much each speaker got accepted."""
    said: Counter[int] = Counter()
    turns = [asyncio.Lock() for _ in speakers]
    begin, number = perf_counter(), 0
    async with asyncio.TaskGroup() as under_way:
        while not tally.is_over:
            index = number % len(speakers)
            under_way.create_task(_say(speakers[index], turns[index], index, tally, said))
            number += 1
            await asyncio.sleep(max(0.0, begin + number / job.rate - perf_counter()))
    return said


async def _say(
    speaker: Speaker, turn: asyncio.Lock, index: int, tally: Tally, said: Counter[int]
) -> None:
    mark, words = tally.next()
    try:
        async with turn:  # one request at a time on a connection
            await say(speaker, words, tally)
    except FAILURES as failure:
        tally.refuse(f"{type(failure).__name__} {failure}")
    else:
        tally.accept(mark)
        said[index] += 1
