"""The benchmark suite: what Rapport can do, beside what the disk and the database allow.

`docs/performance.md` says what is measured and how; `bin/bench --help` how to run it.
"""
