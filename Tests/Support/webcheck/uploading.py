"""Signing in, making an album, uploading into it, and what can go wrong there."""

import contextlib
import re

from .cases import CASES
from .masters import TONES, tone


class Uploading:
    def signs_in(self):
        self.open("#token=wrong")
        message = self.until("document.querySelector('.sign-in [role=alert]')?.textContent")
        self.claim("token" in message, f"a wrong token leads back to the sign-in view: {message}")
        self.page.complaints.clear()
        self.js(f"document.querySelector('#token').value = {self.options.token!r}")
        self.picture("sign-in")
        self.js("document.querySelector('.sign-in').requestSubmit()")
        self.enters()
        self.js("sessionStorage.clear()")
        self.open(f"#token={self.options.token}")
        self.enters()
        # What was asked without a token between the two.
        self.page.complaints.clear()
        self.claim("token" not in self.js("location.href"), "the sign-in link's token leaves the address bar at once")

    def holds_values(self):
        for expression, expected in CASES:
            value = self.js(expression)
            name = re.sub(r"\(await import\('(.*?)'\)\)\.", r"\1: ", expression)
            self.claim(value == expected, f"{name} is {expected}" + (f", not {value}" if value != expected else ""))

    def plays_by_its_way(self):
        way = self.js("(await import('./player/source.js')).way()")
        self.claim(way == self.options.way, f"plays by way of {way}")

    def makes_album(self):
        self.go("artists", "h1")
        self.click("New artist")
        self.fill(name="The Checkers")
        self.headline("The Checkers")
        self.click("New album")
        self.fill(title="")
        failure = self.until("document.querySelector('dialog input:invalid')?.validationMessage")
        self.claim(True, f"an album without a title is refused in the dialogue: {failure}")
        self.fill(title="Two Tones")
        self.headline("Two Tones")
        self.album = self.js("location.hash").removeprefix("#/")
        self.picture("album-empty")

    def finds_album(self):
        albums = self.js("(await (await import('./api.js')).get('search', { query: { q: 'Two Tones' } })).albums")
        self.album = f"albums/{albums[0]['id']}"
        self.go(self.album, ".track")

    def uploads(self):
        masters = [tone(self.folder / f"0{n} - Tone {n}.wav", hertz) for n, hertz in enumerate(TONES, 1)]
        masters += [self.options.master.resolve()] if self.options.master else []
        self.page.choose_files("#files", masters)
        self.until("document.querySelector('.upload progress')?.value > 0 || document.querySelector('.track')")
        self.picture("uploading")
        self.until("document.querySelector('.track progress')")
        self.picture("encoding")
        self.claim(True, "an upload shows its progress, then that of its encoding")
        self.until(f"document.querySelectorAll('.track').length === {len(masters)}", 120)
        self.is_encoded()
        titles = self.titles()
        self.claim(titles[:2] == ["Tone 1", "Tone 2"], f"uploaded tracks become ready, in order: {titles}")

    def is_encoded(self):
        """Rows become ready by themselves: nothing here loads the page anew."""
        self.until("![...document.querySelectorAll('.track')].some(row => row.track.state === 'processing')",
                   self.options.encode_seconds)

    def goes_on_after_reload(self):
        """The page goes in the middle of an upload; the same file, dropped again, goes on where the server has it."""
        self.go(self.album, ".drop")
        large = tone(self.folder / "Long.wav", 500, 150)
        self.throttle(3_000_000)
        self.drop(large)
        self.until("document.querySelector('.upload progress')?.value > 9e6", 60)
        self.throttle(100_000)
        self.picture("uploading-large")
        self.open(f"#/{self.album}")
        self.until("document.querySelector('.drop')?.textContent.includes('Not finished: Long.wav')")
        self.throttle(-1)
        began = len(self.page.requests)
        self.drop(large)
        self.until("[...document.querySelectorAll('.track .title')].some(one => one.textContent === 'Long')", 120)
        sent = [headers["Upload-Offset"] for method, headers in self.page.exchanges[began:] if method == "PATCH"]
        self.claim(sent and int(sent[0]) >= 8 * 1024 * 1024, f"an upload goes on after a reload, from byte {sent[:1]}")
        self.deletes("Long")

    def uploads_in_parts(self):
        """Past the server, to the store; a page that goes in the middle leaves whole parts there."""
        self.go(self.album, ".drop")
        large = tone(self.folder / "Parts.wav", 500, 240)
        self.page.block("*partNumber=2*")
        self.drop(large)
        self.page.until_blocked(120)
        self.open(f"#/{self.album}")
        self.until("document.querySelector('.drop')?.textContent.includes('Not finished: Parts.wav')")
        self.page.block()
        began = len(self.page.requests)
        self.drop(large)
        self.until("[...document.querySelectorAll('.track .title')].some(one => one.textContent === 'Parts')", 120)
        asked = zip(self.page.requests[began:], self.page.exchanges[began:])
        sent = [part for url, (method, _) in asked if method == "PUT" for part in re.findall(r"partNumber=(\d+)", url)]
        self.claim(sent == ["2", "3"], f"an upload goes on with the parts that the store lacks: {sent}")
        self.is_encoded()
        self.claim(self.js("document.querySelector('.track.failed') === null"), "and becomes a track")

    def deletes(self, title):
        self.js(f"[...document.querySelectorAll('.track .title')].find(one => one.textContent === {title!r}).click()")
        self.headline(title)
        self.click("Delete", "main")
        self.click("Delete", "dialog")
        self.headline("Two Tones")
        self.claim(title not in self.titles(), "a track is deleted, also while it is being made")

    def throttle(self, bytes_per_second):
        self.page.call("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1,
                       uploadThroughput=bytes_per_second)

    def drop(self, file):
        data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.page.call("Input.dispatchDragEvent", type=kind, x=600, y=300, data=data)

    def refuses(self):
        """A file that is no music is refused before it is a track, and nobody is told to try again."""
        self.go(self.album, ".drop")
        broken = self.folder / "Letter.wav"
        broken.write_bytes(b"This is not music. " * 1000)
        self.drop(broken)
        said = self.until("document.querySelector('.upload.failed .status')?.textContent")
        self.picture("upload-refused")
        self.claim("no lossless master" in said, f"what is no music is refused: {said}")
        self.claim(self.js("document.querySelector('.upload.failed button').hidden"), "and not to be tried again")
        self.js("document.querySelector('.upload.failed .sign').click()")

    def says_what_is_wrong(self):
        """A FLAC that breaks off: the track says why, and an administrator can have its job tried again."""
        if not self.options.master:
            return
        self.go(self.album, ".drop")
        whole = self.options.master.read_bytes()
        torn = self.folder / "Torn.flac"
        torn.write_bytes(whole[:len(whole) // 2])
        self.drop(torn)
        said = self.until("document.querySelector('.track.failed .why')?.textContent", 60)
        self.picture("album-failed")
        self.js("document.querySelector('.track.failed .title').click()")
        self.headline("Torn")
        shown = self.until("document.querySelector('main .notice.error')?.textContent")
        self.claim(said in shown and len(shown) > len(said), f"a torn master says why, and what helps: {shown}")
        self.judge("failed")
        if self.js("!document.querySelector('[data-role=admin]').hidden"):
            self.retries()
        self.replaces(torn)

    def replaces(self, torn):
        """A new master that cannot be used leaves the old one to be heard."""
        self.go(self.album, ".track")
        self.js("document.querySelector('.track .title').click()")
        self.headline("Tone 1")
        rows = self.js("document.querySelectorAll('.upload').length")
        self.drop(torn)
        self.page.choose_files("#files", [torn])
        self.until("document.querySelector('dialog[open]')")
        self.claim(self.js("document.querySelectorAll('.upload').length") == rows,
                   "what is dropped beside the place for it replaces nothing, and what is chosen is asked about")
        # The first answer is lost: the same request is made again.
        self.js("provoke.lose('PATCH')")
        asked = len(self.page.exchanges)
        self.click("Replace", "dialog")
        self.until("provoke.hasLost()", 60)
        self.until("!document.querySelector('.upload:not(.failed)')", 60)
        said = self.until("document.querySelector('main .notice.error')?.textContent", 60)
        self.claim("the old one plays on" in said, f"a torn new master: {said}")
        changes = [headers for method, headers in self.page.exchanges[asked:] if method == "PATCH"]
        keys = [headers["Idempotency-Key"] for headers in changes if "Idempotency-Key" in headers]
        self.claim(len(keys) == 2 and keys[0] == keys[1] and not self.js("document.querySelector('.upload.failed')"),
                   "a change whose answer is lost is made once")
        self.judge("replacement-failed")
        self.claim(self.js("[...document.querySelectorAll('main button')].some(one => one.textContent === 'Play')"),
                   "and the track can still be played")

    def retries(self):
        self.go("jobs?state=dead", ".job")
        self.judge("jobs-dead")
        self.js("document.querySelector('.job .title').click()")
        self.until("document.querySelector('.attempt')")
        self.judge("job")
        self.click("Retry", "main")
        self.until("document.querySelector('#notices').textContent.includes('run again')")
        self.claim(True, "an administrator has a dead job tried again")

    def survives_the_network(self):
        """Without a network a view says so; with it again, the button shows it."""
        self.offline(True)
        self.js("location.hash = '#/playlists'")
        self.headline("That did not work")
        said = self.js("document.querySelector('main [role=alert]').textContent")
        self.judge("offline")
        self.claim("connection" in said, f"without a network: {said}")
        self.offline(False)
        # The browser takes its time to have a network again.
        for _ in range(10):
            with contextlib.suppress(TimeoutError):
                self.click("Try again", "main")
                return self.headline("Playlists", 3)
        self.claim(False, "with a network again, the view comes")

    def offline(self, is_offline):
        self.page.call("Network.emulateNetworkConditions", offline=is_offline, latency=0, downloadThroughput=-1,
                       uploadThroughput=-1)

    def is_signed_out(self):
        self.go(self.album, ".track")
        self.js("provoke.hold('/stream')")
        self.click("Play", "main")
        self.until("provoke.isHolding()")
        self.js("sessionStorage.setItem('lathe.token', 'expired')")
        self.js("location.hash = '#/artists'")
        self.until("document.querySelector('.sign-in [role=alert]')")
        self.js("provoke.release()")
        self.claim(self.js("provoke.isSilent() && document.getElementById('player').hidden"),
                   "who is signed out hears nothing more, not even what was being opened")
        self.claim(self.js("sessionStorage.length + localStorage.getItem('lathe.token')") in ("0null", 0),
                   "a token that is not valid any more leads back to the sign-in view and is forgotten")
