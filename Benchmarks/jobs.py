#!/usr/bin/env python3
"""Measures the queue alone: empty jobs, claimed and completed by 1, 2 and 4 worker processes, each job exactly once.

    Benchmarks/jobs.py --lathe .build/release/lathe --fill Benchmarks/.build/release/FillQueue \
        [--database URL] [--jobs 10000] [--tenants 10] [--concurrency 64]

Without --database: SQLite in a temporary folder. With postgres://…: an empty database that may be filled. The time counts
from the start of the first worker to the end of the last; the count of succeeded jobs is the database's.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile
import time


def jobs_succeeded(lathe, database):
    """Jobs that succeeded at their first attempt."""
    count, last = 0, []
    while True:
        command = [lathe, "jobs", "list", "--database", database, "--state", "succeeded", "--limit", "1000", "--json"]
        lines = subprocess.run(command + last, check=True, capture_output=True, text=True).stdout.splitlines()
        jobs = [job for job in map(json.loads, lines) if "id" in job]
        if not jobs:
            return count
        count += sum(job.get("attempt") == 1 for job in jobs)
        last = ["--before", jobs[-1]["id"]]


def measure(options, database, workers, folder):
    subprocess.run([options.fill, database, str(options.jobs), str(options.tenants)], check=True)
    command = [
        options.lathe, "worker", "--drain", "--database", database, "--storage", f"{folder}/store",
        "--scratch", f"{folder}/scratch", "--concurrency", str(options.concurrency), "--log-level", "warning"]
    start = time.monotonic()
    processes = [subprocess.Popen(command + ["--worker-name", f"w{number}"]) for number in range(workers)]
    if any(process.wait() for process in processes):
        raise SystemExit("a worker failed")
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lathe", required=True)
    parser.add_argument("--fill", required=True)
    parser.add_argument("--database")
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--tenants", type=int, default=10)
    parser.add_argument("--concurrency", type=int, default=64)
    options = parser.parse_args()
    expected = 0
    with tempfile.TemporaryDirectory() as shared:
        for workers in [1, 2, 4]:
            with tempfile.TemporaryDirectory() as folder:
                database = options.database or f"sqlite://{shared}/queue-{workers}.db"
                seconds = measure(options, database, workers, pathlib.Path(folder))
                expected = options.jobs if options.database is None else expected + options.jobs
                done = jobs_succeeded(options.lathe, database)
                exact = "each exactly once" if done == expected else f"WRONG: {done} of {expected}"
                print(f"{workers} worker(s): {options.jobs / seconds:8.0f} jobs/s  {exact}", flush=True)


if __name__ == "__main__":
    main()
