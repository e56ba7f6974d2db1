"""What people do: with curl, over HTTP/2."""
import dataclasses
import json
import subprocess

from processes import Failure, wait_for


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    content: bytes

    @property
    def json(self):
        return json.loads(self.content)


class Client:
    """Somebody with a token. Every answer must come over HTTP/2."""

    def __init__(self, edge, token=None):
        self.edge, self.token = edge, token

    def send(self, method, target, *options, wants=None):
        """A request; `wants` is the status that it must have."""
        url = target if target.startswith("https://") else self.edge.url + target
        command = ["curl", "--silent", "--show-error", "--http2", "--max-time", "60", "--include", "--cacert",
                   self.edge.certificate, "--write-out", "\n%{http_version} %{http_code}", *options, url]
        # What takes a file by itself sends PUT by itself.
        command[1:1] = ["--head"] if method == "HEAD" else [] if "--upload-file" in options else ["--request", method]
        if self.token and "/api/" in url:
            command[1:1] = ["--header", f"Authorization: Bearer {self.token}"]
        done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode:
            raise Failure(f"{method} {url}: {done.stderr.decode().strip()}")
        return self.answer(method, url, done.stdout, wants)

    @staticmethod
    def answer(method, url, output, wants):
        output, _, last = output.rpartition(b"\n")
        version, status = last.decode().split()
        if version != "2":
            raise Failure(f"{method} {url}: answered over HTTP/{version}")
        head, content = b"", output
        while content.startswith(b"HTTP/"):
            head, _, content = content.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")[1:]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if wants is not None and int(status) != wants:
            raise Failure(f"{method} {url}: {status} and not {wants}: {content[:500].decode(errors='replace')}")
        return Answer(int(status), headers, content)

    def listen(self, programs):
        """Opens the stream of events; returns the file that they go to."""
        name = "events"
        programs.start(name, [
            "curl", "--silent", "--no-buffer", "--http2", "--cacert", self.edge.certificate, "--header",
            f"Authorization: Bearer {self.token}", f"{self.edge.url}/api/v1/events"])
        log = programs.log(name)
        # The stream's first line: what happens from now on is told.
        wait_for("the stream of events", lambda: "retry:" in log.read_text())
        return log

    def get(self, target, wants=200):
        return self.send("GET", target, wants=wants)

    def post(self, target, document, wants=201):
        return self.send(
            "POST", target, "--header", "Content-Type: application/json", "--data-binary", json.dumps(document),
            wants=wants).json
