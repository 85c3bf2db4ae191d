"""Many listen, and nothing happens."""

import asyncio
import sys
from typing import Any

from bench.load.crowd import connect
from bench.load.job import Job
from bench.load.systems.protocol import Account, Listener, System


async def idle(system: System, job: Job) -> dict[str, Any]:
    """Say when all streams are open, and hold them until a line comes in."""

    async def one(account: Account) -> Listener:
        return await system.listener(account, lambda *_: None)

    listeners = await connect(one, job.listeners)
    sys.stdout.write("open\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    for listener in listeners:
        listener.close()
    return {"open": len(listeners), "problems": []}
