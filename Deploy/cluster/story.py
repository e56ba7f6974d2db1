"""What the demo shows, step by step."""
import os
import subprocess
from urllib.parse import urljoin, urlsplit

from client import Client
from processes import Failure, wait_for
from servers import DEPLOY
from tokens import signed_path


class Story:
    def __init__(self, cluster, ffmpeg, say):
        self.cluster, self.ffmpeg, self.say = cluster, ffmpeg, say
        self.edge, self.store, self.lathe = cluster.edge, cluster.store, cluster.lathe
        self.ann = Client(self.edge, self.lathe.token("artist", "ann"))
        self.bob = Client(self.edge, self.lathe.token("listener", "bob"))
        self.eve = Client(self.edge, self.lathe.token("listener", "eve"))

    def upload(self, master):
        """A master through nginx into the store, and a track of it."""
        self.news = self.ann.listen(self.cluster.programs)
        artist = self.ann.post("/api/v1/artists", {"name": "Ann"})
        album = self.ann.post("/api/v1/albums", {"artistId": artist["id"], "title": "Cluster"})
        size = master.stat().st_size
        ticket = self.ann.get(f"/api/v1/tracks/upload-url?filename={master.name}&bytes={size}").json
        headers = [word for header in ticket["headers"].items() for word in ("--header", ": ".join(header))]
        self.ann.send("PUT", ticket["uploadUrl"], "--upload-file", master, *headers, wants=200)
        self.ann.send("PUT", ticket["uploadUrl"].replace("Signature=", "Signature=0"), "--upload-file", master,
                      *headers, wants=403)
        self.say(f"uploaded {size} bytes over HTTP/2 through nginx into the store; not with another signature")
        track = self.ann.post("/api/v1/tracks", {
            "albumId": album["id"], "title": "Music", "trackUrl": ticket["trackUrl"]})
        self.track = f"/api/v1/tracks/{track['id']}"

    def wait(self):
        def state():
            track = self.ann.get(self.track).json
            if track["state"] == "failed":
                raise Failure(f"the track failed: {track['failure']}")
            return track if track["state"] == "ready" else None

        track = wait_for("the package", state, seconds=120)
        self.duration = track["durationSeconds"]
        self.say(f"ready: {len(track['renditions'])} renditions of {self.duration:.3f} s")

    def play(self):
        """ffmpeg plays it as any player would: multivariant playlist, media playlist, init segment, segments."""
        url = self.bob.get(f"{self.track}/stream").json["hlsUrl"]
        pcm = subprocess.run(
            [self.ffmpeg, "-loglevel", "error", "-xerror", "-i", url, "-map", "0:a:0", "-f", "s16le", "-ac", "2", "-ar",
             "48000", "-"], env={**os.environ, "SSL_CERT_FILE": str(self.edge.certificate)}, stdin=subprocess.DEVNULL,
            capture_output=True)
        if pcm.returncode:
            raise Failure(f"ffmpeg cannot play {url}: {pcm.stderr.decode().strip()}")
        seconds = len(pcm.stdout) / 4 / 48000
        # ffmpeg plays the padding of the last AAC frame, too: 1024 samples at most.
        if not -0.001 < seconds - self.duration < 1024 / 44100:
            raise Failure(f"ffmpeg heard {seconds:.4f} s of {self.duration:.4f} s")
        self.say(f"played by ffmpeg through nginx: {seconds:.3f} s")

    def share(self):
        """A second listener gets the first one's copies: nothing is asked of the store that it answered already."""
        self.files = self.files_for(self.bob)
        for name in self.files:
            self.bob.get(name)
        reads = self.store.reads()
        if reads < len(self.files):
            raise Failure(f"the store counts {reads} reads of {len(self.files)} files")
        paths = [path for path in self.files_for(self.eve) if ".m3u8" not in path]
        states = [self.eve.get(path).headers["x-cache"] for path in paths]
        part = self.eve.send("GET", paths[-1], "--range", "0-99", wants=206)
        if set(states) != {"HIT"} or part.headers["x-cache"] != "HIT" or len(part.content) != 100:
            raise Failure(f"the second listener's segments were {states}, a part of one {part}")
        extra = self.store.reads() - reads
        if extra > len(self.files) - len(paths):  # A playlist is asked for anew after two seconds.
            raise Failure(f"the store was asked {extra} times for what nginx had")
        self.say(f"{len(paths)} media files for a second listener: all from nginx's cache")

    def files_for(self, client):
        """The paths of a rendition's playlists and media files, signed for this listener."""
        master = client.get(f"{self.track}/stream").json["hlsUrl"]
        media = urljoin(master, uris(client.get(master))[0])
        names = [urljoin(media, uri) for uri in dict.fromkeys(uris(client.get(media)))]
        return [urlsplit(url).path for url in (master, media, *names)]

    def refuse(self):
        """What is in the cache is for those whom the service lets in, and for nobody else."""
        segment = self.files[-1]
        _, _, token, track, revision, *rest = segment.split("/")
        name, prefix = "/".join(rest), f"{track}/{revision}"
        keys = self.cluster.programs.folder / "keys.json"
        good = signed_path(keys, prefix, 600)
        altered = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
        if self.eve.get(good + name).headers["x-cache"] != "HIT":
            raise Failure("the segment is not in the cache")
        for path, status in {
                segment.replace(token, altered): 403, f"/s/{prefix}/{name}": 403,
                signed_path(keys, f"{track}/other", 600).replace("/other/", f"/{revision}/") + name: 403,
                signed_path(keys, prefix, -1) + name: 410, f"/edge/{prefix}/{name}": 404,
                f"/lathe/tracks/{prefix}/{name}": 404, good + "no-such-file.m4s": 404}.items():
            answer = self.eve.get(path, wants=status)
            if "x-cache" in answer.headers or len(answer.content) > 1000:
                raise Failure(f"{path}: refused, but with {answer.headers}")
        self.eve.send("PUT", f"/lathe/tracks/{prefix}/{name}", "--data-binary", "silence", wants=404)
        self.eve.send("PUT", f"/lathe/masters/{'0' * 36}", "--data-binary", "silence", wants=403)
        self.say("an altered, a foreign and an expired token get nothing of what is in the cache")

    def check_logs(self):
        """No token is in the access log; the service saw the client and not nginx."""
        client = ["--interface", "127.0.0.2", "--header", "X-Forwarded-For: 203.0.113.5"]
        self.ann.send("GET", "/api/v1/users/me", *client, wants=200)
        wait_for("the client's address in a log", lambda: '"remote":"127.0.0.2"' in self.service_logs())
        if "203.0.113.5" in self.service_logs():
            raise Failure("the service believed a client who it is")
        logs = self.edge.access_log.read_text() + self.service_logs()
        if self.files[-1].split("/")[2] in logs or "X-Amz-Signature" in logs:
            raise Failure("a log holds a token")
        self.say("the logs say who asked, and hold no token")

    def service_logs(self):
        return "".join(self.cluster.programs.log(f"api-{number}").read_text() for number in (1, 2))

    def tell(self):
        """News reach an artist at once, and other systems by NATS."""
        wait_for("news of the track", lambda: "event: track.ready" in self.news.read_text())
        self.say("server-sent events came through nginx")
        if not self.lathe.tells_nats:
            return self.say("skipped: this `lathe serve` publishes nothing to NATS")
        wait_for("news in NATS", lambda: self.cluster.broker.messages() > 0)
        self.say(f"{self.cluster.broker.messages()} events in NATS")

    def collect(self):
        """The nightly collection, by the command of its unit: what is heard stays."""
        unit = (DEPLOY / "systemd" / "lathe-gc.service").read_text()
        command = unit.split("ExecStart=")[1].splitlines()[0].split()
        self.lathe.programs.run([self.lathe.binary, *command[1:]], self.lathe.settings)
        for name in self.files:
            self.bob.get(name)
        self.say("garbage collected, and the track is still there")


def uris(playlist):
    """What a playlist names, in its order (RFC 8216 §4.1)."""
    found = []
    for line in playlist.content.decode().splitlines():
        if line.startswith("#EXT-X-MAP:"):
            found.append(line.split('URI="')[1].split('"')[0])
        elif line and not line.startswith("#"):
            found.append(line)
    return found
