"""Do one job: a line of JSON comes in, a line of JSON goes out."""

import json
import sys

import uvloop

from bench.load.job import Job
from bench.load.systems import SYSTEMS
from bench.load.works import WORKS
from bench.processes import allow_many_files


def main() -> None:
    allow_many_files()
    job = Job.parse(sys.stdin.readline())
    system = SYSTEMS[job.system](job.host, job.port)
    result = uvloop.run(WORKS[job.work](system, job))
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
