#!/usr/bin/env python3
"""Holds a running service to its contract with random requests: fuzz-contract.py --base URL --admin T --listener T

Fills the service with a library, then lets Schemathesis make requests from /openapi.json: what the contract allows and
what it forbids, one by one and in sequences, as an administrator and as a listener. Prints what does not hold; ends
with 1 where something does not. The service's rate limits must be off.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from contract.library import Library

HERE = pathlib.Path(__file__).parent
PHASES = {"admin": "coverage,fuzzing,stateful", "listener": "coverage,fuzzing"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", required=True, help="the service, such as http://127.0.0.1:8080")
    parser.add_argument("--admin", required=True, help="an administrator's token")
    parser.add_argument("--listener", required=True, help="a listener's token")
    parser.add_argument("--examples", type=int, default=5, help="random requests for each operation")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def fuzz(options, role, folder):
    token = getattr(options, role)
    command = [
        pathlib.Path(sys.executable).with_name("schemathesis"), "--config-file", folder / "schemathesis.toml", "run",
        f"{options.base}/openapi.json", "--checks", "all", "--phases", PHASES[role], "--max-examples",
        str(options.examples), "--seed", str(options.seed), "--generation-database", "none", "--header",
        f"Authorization: Bearer {token}"]
    environment = {
        "PYTHONPATH": str(HERE), "CONTRACT_BASE": options.base + "/api/v1", "CONTRACT_TOKEN": token,
        "CONTRACT_ROLE": role}
    print(f"as {role}:", flush=True)
    return subprocess.run(command, cwd=folder, env={**os.environ, **environment}).returncode


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copy(HERE / "contract" / "schemathesis.toml", folder)
        for kind, values in Library(options.base + "/api/v1", options.admin).fill().items():
            (folder / f"{kind}.dict").write_text("".join(f'"{value}"\n' for value in values))
        statuses = [fuzz(options, role, folder) for role in PHASES]
    sys.exit(max(statuses))


main()
