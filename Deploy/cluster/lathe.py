"""Lathe's own processes, configured by `Deploy/lathe.env` as systemd's units are."""
import os
import urllib.error
import urllib.request

from processes import Failure, free_ports, wait_for
from servers import DEPLOY


class Lathe:
    def __init__(self, programs, binary, database, store, edge, nats):
        self.programs, self.binary = programs, binary
        self.ports, self.admin_ports = free_ports(2), free_ports(4)
        self.settings = settings_of(DEPLOY / "lathe.env", {
            "LATHE_DATABASE": database,
            "LATHE_STORAGE": f"s3://lathe?endpoint=http://127.0.0.1:{store.port}&public={edge.url}",
            "LATHE_KEYS": f"{programs.folder}/keys.json", "LATHE_PUBLIC_URL": edge.url})
        self.settings |= {
            "LATHE_DATA": f"{programs.folder}/data", "LATHE_LOG_FORMAT": "json", "SWIFT_BACKTRACE": "enable=no",
            "AWS_SHARED_CREDENTIALS_FILE": str(store.credentials)}
        # `lathe config` points at variables that nothing reads.
        if stray := programs.run(["sh", "-c", '"$0" config 2>&1 >/dev/null', binary], self.settings):
            raise Failure(f"Deploy/lathe.env: {stray}")
        self.tells_nats = "--nats " in programs.run([binary, "help", "serve"])
        if self.tells_nats:
            self.settings["LATHE_NATS"] = nats

    def start(self):
        """Both instances and both workers; each brings the database to its version, whoever comes first."""
        for number in (0, 1):
            self.start_instance(number)
            self.programs.start(f"worker-{number + 1}", [self.binary, "worker"], self.settings | {
                "LATHE_ADMIN": f"127.0.0.1:{self.admin_ports[2 + number]}",
                "LATHE_SCRATCH": f"{self.programs.folder}/scratch-{number + 1}"})
        for port in self.admin_ports:
            wait_for("readiness", lambda: is_ready(port))

    def start_instance(self, number):
        self.programs.start(self.name(number), [self.binary, "serve"], self.settings | {
            "LATHE_ROLES": "api,media", "LATHE_LISTEN": f"127.0.0.1:{self.ports[number]}",
            "LATHE_ADMIN": f"127.0.0.1:{self.admin_ports[number]}"})

    def wait_until_ready(self, number):
        wait_for(f"readiness of {self.name(number)}", lambda: is_ready(self.admin_ports[number]))

    @staticmethod
    def name(number):
        return f"api-{number + 1}"

    def token(self, role, subject):
        command = [self.binary, "token", "--role", role, "--subject", subject]
        return self.programs.run(command, self.settings).strip()


def settings_of(file, values):
    """What an environment file says, with other values for some of it."""
    settings = dict(
        line.split("=", 1) for line in file.read_text().splitlines() if line and not line.startswith("#"))
    if stray := values.keys() - settings.keys():
        raise Failure(f"{file.name} does not have {', '.join(sorted(stray))}")
    return settings | values


def is_ready(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
