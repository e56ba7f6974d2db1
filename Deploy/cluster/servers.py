"""The servers of a cluster, each on a free port of 127.0.0.1."""
import json
import os
import pathlib
import shutil
import subprocess
import urllib.request

from processes import Failure, answers, free_ports, wait_for

DEPLOY = pathlib.Path(__file__).resolve().parent.parent
SECRET = "s3cret-of-the-demo"


def start_postgresql(programs):
    """Returns a database's URL. PostgreSQL refuses root, so root becomes `postgres`."""
    folder = programs.folder / "postgresql"
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    binaries = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries:
        raise Failure("PostgreSQL is not installed")
    (port,) = free_ports(1)
    password = programs.folder / "password"
    password.write_text(SECRET)
    programs.run(
        [binaries[-1] / "initdb", f"--pgdata={folder}/data", "--username=lathe", f"--pwfile={password}",
         "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"], user="postgres")
    programs.start(
        "postgresql", [binaries[-1] / "postgres", "-D", f"{folder}/data", "-k", folder, "-p", port, "-c",
                       "listen_addresses=127.0.0.1"], user="postgres")
    url = f"postgres://lathe:{SECRET}@127.0.0.1:{port}/"
    wait_for("PostgreSQL", lambda: answers(port))
    wait_for("PostgreSQL", lambda: succeeds(
        programs, ["psql", "--no-psqlrc", "--command", "CREATE DATABASE lathe", url + "postgres"]))
    return url + "lathe"


def succeeds(programs, command):
    try:
        programs.run(command)
        return True
    except Failure:
        return False


class ObjectStore:
    """SeaweedFS, which checks every signature; who has none may do nothing."""

    def __init__(self, programs, weed):
        folder = programs.folder / "seaweedfs"
        folder.mkdir()
        names = [name for each in ("master", "volume", "filer", "s3") for name in (f"{each}.port", f"{each}.port.grpc")]
        ports = free_ports(len(names) + 1)
        self.port, self.metrics_port = ports[6], ports[8]
        self.credentials = programs.folder / "s3-credentials"
        self.credentials.write_text(
            f"[default]\naws_access_key_id = DEMO\naws_secret_access_key = {SECRET}\n")
        (folder / "s3.json").write_text(json.dumps({"identities": [{
            "name": "lathe", "actions": ["Admin", "Read", "Write", "List"],
            "credentials": [{"accessKey": "DEMO", "secretKey": SECRET}]}]}))
        programs.start(
            "seaweedfs", [weed, "server", f"-dir={folder}", "-s3", "-master.telemetry=false", "-ip=127.0.0.1",
                          "-ip.bind=127.0.0.1", "-s3.port.iceberg=0", "-s3.port.lance=0",
                          f"-s3.config={folder}/s3.json", "-volume.max=20",
                          "-master.volumeSizeLimitMB=64", f"-metricsPort={self.metrics_port}",
                          *(f"-{name}={port}" for name, port in zip(names, ports))], ends_slowly=True)
        programs.litter += [
            pathlib.Path(f"/tmp/seaweedfs-{name}-{port}.sock") for port in ports
            for each in ("master", "volume", "filer", "s3") for name in (each, f"{each}-grpc")]
        # A bucket is the one thing that an operator makes; curl signs for it. It is there (409) where an answer was late.
        wait_for("SeaweedFS", lambda: subprocess.run([
            "curl", "--silent", "--max-time", "30", "--output", os.devnull, "--write-out", "%{http_code}", "--request",
            "PUT", "--aws-sigv4", "aws:amz:us-east-1:s3", "--user", f"DEMO:{SECRET}",
            f"http://127.0.0.1:{self.port}/lathe"], capture_output=True).stdout in (b"200", b"409"))

    def reads(self):
        """How many objects were asked for, as the store itself counts."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics") as answer:
            lines = answer.read().decode().splitlines()
        return sum(
            float(line.split()[-1]) for line in lines
            if line.startswith("SeaweedFS_s3_request_total{") and 'type="GET"' in line)


class Broker:
    """NATS, which keeps what is published to it (JetStream)."""

    def __init__(self, programs, nats_server):
        port, self.monitor_port = free_ports(2)
        programs.start("nats", [
            nats_server, "--jetstream", "--store_dir", programs.folder / "nats", "--addr", "127.0.0.1", "--port", port,
            "--http_port", self.monitor_port])
        wait_for("nats-server", lambda: answers(port) and answers(self.monitor_port))
        self.url = f"nats://127.0.0.1:{port}"

    def messages(self):
        """How many the broker holds, as it says itself."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.monitor_port}/jsz") as answer:
            return json.load(answer)["messages"]


class Edge:
    """nginx with `Deploy/nginx` as it is, but for places and ports."""

    def __init__(self, programs):
        self.programs = programs
        self.port, self.plain_port = free_ports(2)
        self.url = f"https://localhost:{self.port}"
        self.certificate = programs.folder / "fullchain.pem"
        self.access_log = programs.folder / "access.log"
        programs.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
            programs.folder / "privkey.pem", "-out", self.certificate])

    def start(self, instances, objects):
        folder = self.programs.folder
        shutil.copytree(DEPLOY / "nginx" / "lathe", folder / "lathe")
        (folder / "cache").mkdir()
        site = replaced((DEPLOY / "nginx" / "lathe.conf").read_text(), {
            "127.0.0.1:8081": f"127.0.0.1:{instances[0]}", "127.0.0.1:8082": f"127.0.0.1:{instances[1]}",
            "127.0.0.1:8333": f"127.0.0.1:{objects}", "/var/cache/nginx/lathe": f"{folder}/cache",
            "/etc/ssl/lathe": f"{folder}", "/var/log/nginx/lathe.log": f"{self.access_log}",
            "music.example$request_uri": f"localhost:{self.port}$request_uri", "music.example": "localhost",
            "listen 443": f"listen 127.0.0.1:{self.port}", "listen 80": f"listen 127.0.0.1:{self.plain_port}",
            "listen [::]:": "# not in a demo: "})
        (folder / "lathe.conf").write_text(site)
        user = "user root;" if os.geteuid() == 0 else ""
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"{user} daemon off; worker_processes 2; pid {folder}/nginx.pid;\n"
            f"error_log {folder}/nginx-errors.log warn; events {{ worker_connections 1024; }}\n"
            f"http {{ access_log off; {temporary} include lathe.conf; }}\n")
        # Not everybody's path leads to where servers are.
        nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        if not nginx:
            raise Failure("nginx is not installed")
        command = [nginx, "-c", folder / "nginx.conf", "-p", folder]
        self.programs.run([*command, "-t"])
        self.programs.start("nginx", command)
        wait_for("nginx", lambda: answers(self.port))

    def requests(self):
        """The lines of the access log."""
        return [json.loads(line) for line in self.access_log.read_text().splitlines()]


def replaced(text, values):
    for old, new in values.items():
        if old not in text:
            raise Failure(f"Deploy/nginx/lathe.conf has no {old} any more")
        text = text.replace(old, new)
    return text
