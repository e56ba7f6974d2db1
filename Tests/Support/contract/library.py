"""A library for whoever asks at random: things that are there, and may be changed and deleted."""

import json
import math
import random
import struct
import time
import urllib.request

COUNT = 12


def tone(seconds=0.2, rate=44_100):
    """A WAV file."""
    samples = [int(9000 * math.sin(n / 18)) for n in range(int(seconds * rate))]
    data = struct.pack(f"<{2 * len(samples)}h", *(sample for sample in samples for _ in "lr"))
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 2, rate, rate * 4, 4, 16, b"data",
        len(data)) + data


TONE = tone()


class Library:
    def __init__(self, base, token):
        self.base, self.token = base.rstrip("/"), token

    def fill(self):
        """Makes things of each kind; returns their identifiers by kind."""
        artists = [self.make("/artists", name=f"Artist {n}") for n in range(COUNT)]
        albums = [self.make("/albums", artistId=artist, title="Album") for artist in artists]
        tracks = [self.make("/tracks", albumId=album, title="Track", trackUrl=self.upload()) for album in albums]
        playlists = [self.make("/playlists", name=f"Playlist {n}", isPublic=n % 2 == 0) for n in range(COUNT)]
        for playlist in playlists:
            self.ask("PUT", f"/playlists/{playlist}/tracks", {"trackIds": random.choices(tracks, k=5)})
        users = [self.make("/users", subject=f"user {n}", name="User", role="artist") for n in range(COUNT)]
        for artist in artists:
            self.ask("PUT", f"/artists/{artist}/members/second")
        webhooks = [self.make("/webhooks", url=f"https://hooks.invalid/{n}") for n in range(COUNT)]
        self.wait_for(tracks[0])
        jobs = [job["id"] for job in self.ask("GET", "/jobs")["items"]]
        return {"artists": artists, "albums": albums, "tracks": tracks, "playlists": playlists, "users": users,
                "webhooks": webhooks, "jobs": jobs}

    def ask(self, method, path, document=None):
        request = urllib.request.Request(
            self.base + path, method=method, data=None if document is None else json.dumps(document).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def make(self, path, **document):
        return self.ask("POST", path, document)["id"]

    def upload(self):
        """Of a master that nobody has sent before, complete: its trackUrl."""
        content = TONE[:-32] + random.randbytes(32)
        ticket = self.ask("GET", f"/tracks/upload-url?bytes={len(content)}")
        request = urllib.request.Request(
            ticket["uploadUrl"], method=ticket["method"], data=content, headers=ticket["headers"])
        urllib.request.urlopen(request, timeout=60).close()
        return ticket["trackUrl"]

    def cursor(self, path):
        """Of a list's second page; None where it has but one."""
        return self.ask("GET", f"{path}?limit=1").get("next")

    def wait_for(self, track, seconds=120):
        """Until it can be heard."""
        end = time.monotonic() + seconds
        while self.ask("GET", f"/tracks/{track}")["state"] != "ready":
            if time.monotonic() > end:
                raise TimeoutError("no track was made of a master")
            time.sleep(0.1)
