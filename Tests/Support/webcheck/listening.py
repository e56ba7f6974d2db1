"""Playing, seeking, changing the quality, going on: judged by what is heard."""

import math

from .masters import SECONDS, TONES


class Listening:
    def plays(self):
        self.go(self.album, ".track")
        print("      the first track: " + self.latency(0)[1])
        self.until_position("value > 0.05")
        choices = self.qualities()
        self.claim(choices[0] == "auto" and len(choices) > 1, f"qualities: {', '.join(choices)}")
        self.page.press(" ", "Space", 32, " ")
        self.until("document.querySelector('.play').title === 'Play'")
        held = self.position()
        self.page.press(" ", "Space", 32, " ")
        self.until_position(f"value > {held}")
        self.claim(True, "the space bar pauses and goes on")
        steps = self.until_short(self.arrow, 3)
        self.claim(abs(steps[-1]) < 3, f"an arrow seeks 5 s on, more or less: {steps}")

    def arrow(self):
        """By how many seconds it seeks too far."""
        self.seek(2)
        before = self.position()
        self.page.press("ArrowRight", number=39)
        return self.until_position(f"value > {before + 4}") - before - 5

    def is_prompt(self):
        """What a listener waits for who has listened before: from the click to the first sound."""
        said = [self.latency(index) for index in (1, 0, 1, 0, 1, 0)]
        waits = sorted(wait for wait, _ in said)
        print(*(f"      a track: {text}" for _, text in said), sep="\n")
        median = waits[len(waits) // 2]
        self.claim(not self.options.wait or median < self.options.wait,
                   f"a track sounds {median:.0f} ms after the click (median of {len(waits)})")

    def latency(self, index):
        self.js("document.querySelector('.play').title === 'Pause' && document.querySelector('.play').click()")
        self.until("!judge.isLoud()")
        asked = len(self.page.loaded)
        heard = self.js(f"judge.heardAfter(document.querySelectorAll('.track button:first-child')[{index}])")
        loaded = [(url.split("/")[-1].split("?")[0], at - heard["began"]) for url, at in self.page.loaded[asked:]]
        steps = ", ".join(f"{name} {at:.0f}" for name, at in loaded if at < heard["milliseconds"] + 50)
        return heard["milliseconds"], f"{heard['milliseconds']:.0f} ms (loaded: {steps})"

    def qualities(self):
        self.until("document.querySelector('#quality option')")
        return self.js("[...document.querySelectorAll('#quality option')].map(one => one.value)")

    def switches(self):
        for quality in reversed(self.qualities()):
            asked = len(self.page.requests)
            pauses = self.until_short(lambda: self.pause_of(quality), self.options.gap)
            loaded = {url.split("/")[-2] for url in self.page.requests[asked:] if url.endswith((".m4s", ".mp4"))}
            self.claim(pauses[-1] <= self.options.gap,
                       f"quality {quality}: goes on with a pause of {pauses[-1]} ms, of {pauses}"
                       + (f" (loaded: {', '.join(sorted(loaded))})" if loaded else ""))

    def pause_of(self, quality):
        self.seek(2)
        self.until_position("value > 2.2 && value < 5")
        self.js("judge.record()")
        before = self.position()
        self.set("#quality", quality, "change")
        self.until_position(f"value > {before + 2.2} && value < {before + 6}")
        return self.js(f"judge.pause({TONES[0]})")["milliseconds"]

    def goes_on(self):
        gaps = self.until_short(self.gap_at_end, self.options.gap)
        self.claim(abs(gaps[-1]) <= self.options.gap,
                   f"the next track follows {gaps[-1]} ms after the end (negative: before it), of {gaps}")

    def until_short(self, measure, limit):
        """What was measured, several times: a machine that is busy with something else makes pauses of its own, and
        looks too late."""
        found = []
        while len(found) < 8 and (not found or abs(found[-1]) > limit):
            try:
                found.append(measure())
            except TimeoutError:
                found.append(math.inf)
        return found

    def gap_at_end(self):
        self.js("document.querySelector('.playing .title').textContent === 'Tone 1'"
                " || document.querySelector('.track .sign').click()")
        self.until("document.querySelector('.playing .title').textContent === 'Tone 1'")
        self.until_position("value > 0.05")
        return self.gap_to_next()

    def gap_to_next(self):
        self.seek(SECONDS - 6)
        self.until_position(f"value > {SECONDS - 2.5}")
        self.js("judge.record()")
        self.until("document.querySelector('.playing .title').textContent === 'Tone 2'")
        self.until_position("value > 1.5 && value < 5")
        return self.js(f"judge.gap({TONES[0]}, {TONES[1]})")["milliseconds"]

    def is_even(self):
        """The switch changes the level by what the track's loudness says."""
        track = self.js("document.querySelector('.track').track.loudness")
        expected = self.js(f"(await import('./player/loudness.js')).normalisation({track or 'null'})")
        self.js("document.querySelector('.track button').click()")
        self.until("document.querySelector('.playing .title').textContent === 'Tone 1'")
        factors = self.until_short(lambda: self.level("true") / self.level("false") / expected - 1, 0.02)
        self.claim(abs(factors[-1]) < 0.02,
                   f"even loudness: factor {expected:.3f}, but for {factors}")
        self.turn("true")

    def turn(self, is_even):
        self.js(f"document.querySelector('#loudness').checked === {is_even}"
                " || document.querySelector('#loudness').click()")

    def level(self, is_even):
        self.turn(is_even)
        self.seek(2)
        self.until_position("value > 2.5 && value < 5")
        self.js("judge.record()")
        self.until_position("value > 4")
        return self.js(f"judge.pause({TONES[0]})")["level"]

    def keeps_playlists(self):
        self.js("document.querySelector('.track button[aria-label^=Add]').click()")
        self.until("document.querySelector('dialog[open] form')")
        self.js("document.querySelector('dialog form input').value = 'Checked'")
        self.click("Create", "dialog")
        self.until("!document.querySelector('dialog')")
        self.js("document.querySelectorAll('.track button[aria-label^=Add]')[1].click()")
        self.click("Checked", "dialog")
        self.until("!document.querySelector('dialog')")
        self.go("playlists", ".row")
        self.js("document.querySelector('.row').click()")
        self.headline("Checked")
        self.playlist = self.js("location.hash").removeprefix("#/")
        self.claim(self.titles() == ["Tone 1", "Tone 2"], "tracks are added to a playlist")
        self.picture("playlist")
        self.js("document.querySelector('button[aria-label=\"Move Tone 2 up\"]').click()")
        self.until("performance.getEntriesByType('resource').length > 0")
        self.shown_anew(["Tone 2", "Tone 1"], "a playlist's new order is kept")
        self.js("document.querySelector('button[aria-label^=\"Remove Tone 1\"]').click()")
        self.shown_anew(["Tone 2"], "a track is taken out of a playlist")

    def shown_anew(self, titles, text):
        """What the server has, once the change has arrived there."""
        path = f"playlists/{self.playlist.split('/')[1]}/tracks"
        self.until(f"(await (await import('./api.js')).get({path!r})).items.map(one => one.title).join() === "
                   f"{','.join(titles)!r}")
        self.go("playlists", ".row")
        self.go(self.playlist, ".track")
        self.claim(self.titles() == titles, text)

    def tells_plays(self):
        self.go(self.album, ".track")
        self.js("document.querySelector('.track:not(.current) button').click()")
        self.until_position("value > 2")
        self.js("sessionStorage.removeItem('judge.plays')")
        self.open(f"#/{self.album}")
        self.enters()
        plays = self.js("JSON.parse(sessionStorage.getItem('judge.plays'))?.plays")
        self.js("sessionStorage.removeItem('judge.plays')")
        self.claim(plays and 1 < plays[-1]["seconds"] < SECONDS,
                   f"what was listened to is told when the page is left: {plays}")
