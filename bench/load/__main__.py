"""Do one job: a line of JSON comes in, a line of JSON goes out."""

import json
import resource
import sys

import uvloop

from bench.load.job import Job
from bench.load.systems import SYSTEMS
from bench.load.works import WORKS


def main() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    job = Job.parse(sys.stdin.readline())
    system = SYSTEMS[job.system](job.host, job.port)
    result = uvloop.run(WORKS[job.work](system, job))
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
