"""Programs that run until they are told to end, and are ended whatever happens."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time


class Failure(Exception):
    """What the demo found wrong, in words for people."""


def free_ports(count):
    """Ports of 127.0.0.1 that nobody listens on, all different."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(what, condition, seconds=60):
    """Returns what the condition gives once it gives something."""
    end = time.monotonic() + seconds
    while True:
        if value := condition():
            return value
        if time.monotonic() > end:
            raise Failure(f"{what}: not within {seconds} s")
        time.sleep(0.05)


class Programs:
    """A folder, and the programs that work in it. As a context it ends them, the last one first, and the folder."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lathe-cluster-"))
        self.folder.chmod(0o755)  # PostgreSQL's user must get through.
        self.running, self.unkind = {}, set()
        # Files elsewhere that programs leave behind.
        self.litter = []

    def __enter__(self):
        # So that a polite kill unwinds, too.
        signal.signal(signal.SIGTERM, lambda number, frame: exit(128 + number))
        return self

    def __exit__(self, kind, error, trace):
        if kind not in (None, KeyboardInterrupt, SystemExit):
            self.show_logs()
        for name in reversed(list(self.running)):
            self.end(name)
        shutil.rmtree(self.folder, ignore_errors=True)
        for path in self.litter:
            path.unlink(missing_ok=True)

    def start(self, name, command, environment=None, user=None, ends_slowly=False):
        """Starts a program; what it says goes to a log of its own. It dies with us, even if we are killed.

        One that ends slowly is killed at the end, for nothing of it is kept."""
        if ends_slowly:
            self.unkind.add(name)
        command = ["setpriv", "--pdeathsig", "KILL" if ends_slowly else "TERM", *as_user(user), *map(str, command)]
        with open(self.log(name), "ab") as log:
            self.running[name] = subprocess.Popen(
                command, env={**os.environ, **(environment or {})}, cwd="/", stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True)

    def run(self, command, environment=None, user=None):
        """Runs a program to its end, and returns what it says."""
        done = subprocess.run(
            ["setpriv", *as_user(user), *map(str, command)], env={**os.environ, **(environment or {})}, cwd="/",
            text=True, stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode:
            text = (done.stderr or done.stdout).strip()[-2000:]
            raise Failure(f"{command[0]} failed ({done.returncode}): {text}")
        return done.stdout

    def signal(self, name, number):
        self.running[name].send_signal(number)

    def wait(self, name, seconds):
        """Waits for one that was told to end; returns its exit status."""
        return self.running.pop(name).wait(seconds)

    def end(self, name, seconds=15):
        program = self.running.pop(name)
        program.send_signal(signal.SIGKILL if name in self.unkind else signal.SIGTERM)
        try:
            program.wait(seconds)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()

    def log(self, name):
        return self.folder / f"{name}.log"

    def show_logs(self):
        for log in sorted(self.folder.glob("*.log")):
            lines = log.read_text(errors="replace").splitlines()[-15:]
            print(f"--- {log.name}", *lines, sep="\n")


def as_user(user):
    if user is None or os.geteuid() != 0:
        return []
    return [f"--reuid={user}", f"--regid={user}", "--clear-groups"]
