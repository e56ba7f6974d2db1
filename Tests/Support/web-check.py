#!/usr/bin/env python3
"""Uses the web page of a running service as a person would, in a headless Chromium: web-check.py --base URL --token T

Signs in, makes an artist and an album, uploads masters, waits until they are encoded, plays, seeks, changes the quality,
goes on to the next track and measures the pause, and judges every view in both themes and on a phone. The account must
be an admin's or an artist's. Prints a line for each claim; ends with 1 where one does not hold.
"""

import argparse
import math
import pathlib
import re
import struct
import sys
import tempfile
import time
import wave

from devtools import Browser
from web_cases import CASES

SUPPORT = pathlib.Path(__file__).parent
TONES = (1000, 3000)
SECONDS = 20
# What a browser lacks that plays in another way.
NO_HLS = """{ const can = HTMLMediaElement.prototype.canPlayType;
    HTMLMediaElement.prototype.canPlayType = function (type) { return /mpegurl/.test(type) ? "" : can.call(this, type); }; }"""
WITHOUT = {"native": "", "hls.js": NO_HLS, "progressive": NO_HLS + "delete window.MediaSource, delete window.ManagedMediaSource"}
LONGEST_GAP = 60


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", required=True, help="the service, such as http://127.0.0.1:8080/")
    parser.add_argument("--token", required=True)
    parser.add_argument("--master", type=pathlib.Path, help="one more master to upload")
    parser.add_argument("--screenshots", type=pathlib.Path, help="a folder for pictures of every view")
    parser.add_argument("--encode-seconds", type=float, default=180, help="how long encoding may take")
    parser.add_argument("--way", choices=("native", "hls.js", "progressive"), default="native", help="how it plays")
    parser.add_argument("--gap", type=float, default=LONGEST_GAP, help="the longest pause between tracks, in ms")
    return parser.parse_args()


def tone(file, frequency):
    """A tone that sounds from the first sample to the last, so that any pause between two tracks is the player's."""
    with wave.open(str(file), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48000)
        period = 48000 // math.gcd(48000, frequency)
        wave_form = [int(9000 * math.sin(2 * math.pi * frequency * n / 48000)) for n in range(period)]
        frames = b"".join(struct.pack("<hh", value, value) for value in wave_form)
        out.writeframes(frames * (48000 * SECONDS // period))
    return file


class Check:
    def __init__(self, options, page, folder):
        self.options, self.page, self.folder = options, page, folder
        self.failures = 0

    def claim(self, holds, text):
        print(f"{'ok  ' if holds else 'FAIL'}  {text}", flush=True)
        self.failures += not holds

    def js(self, expression):
        return self.page.evaluate(expression)

    def until(self, expression, seconds=30):
        return self.page.until(expression, seconds)

    def picture(self, name):
        if self.options.screenshots:
            self.page.screenshot(self.options.screenshots / f"{name}.png")

    def go(self, path, shown):
        self.js(f"location.hash = '#/{path}'")
        self.until(f"!document.querySelector('main').hasAttribute('aria-busy') && document.querySelector({shown!r})")

    def click(self, text, within="body"):
        self.until(f"""[...document.querySelectorAll({within + ' button'!r})].some(one => one.textContent.trim() === {text!r}
            && (one.click(), true))""")

    def fill(self, **values):
        self.until("document.querySelector('dialog[open]')")
        for name, value in values.items():
            self.js(f"document.querySelector('dialog [name={name}]').value = {value!r}")
        self.js("document.querySelector('dialog form').requestSubmit()")

    def signs_in(self):
        page, base = self.page, self.options.base
        page.call("Page.navigate", url=f"{base}#token=wrong")
        message = self.until("document.querySelector('.sign-in [role=alert]')?.textContent")
        self.claim("token" in message, f"a wrong token leads back to the sign-in view: {message}")
        page.complaints.clear()
        self.js(f"document.querySelector('#token').value = {self.options.token!r}")
        self.picture("sign-in")
        self.js("document.querySelector('.sign-in').requestSubmit()")
        self.until("document.querySelector('.top nav')?.checkVisibility() && document.querySelector('h1')")
        self.js("sessionStorage.clear()")
        page.call("Page.navigate", url="about:blank")
        page.call("Page.navigate", url=f"{base}#token={self.options.token}")
        self.until("document.querySelector('.top nav')?.checkVisibility() && document.querySelector('h1')")
        self.claim("token" not in self.js("location.href"), "the sign-in link's token leaves the address bar at once")

    def uploads(self):
        self.go("artists", "h1")
        self.click("New artist")
        self.fill(name="The Checkers")
        self.until("document.querySelector('h1').textContent === 'The Checkers'")
        self.click("New album")
        self.fill(title="Two Tones")
        self.until("document.querySelector('h1').textContent === 'Two Tones'")
        self.album = self.js("location.hash").removeprefix("#/")
        self.picture("album-empty")
        masters = [tone(self.folder / f"0{n} - Tone {n}.wav", hertz) for n, hertz in enumerate(TONES, 1)]
        masters += [self.options.master.resolve()] if self.options.master else []
        self.page.choose_files("#files", masters)
        self.until("document.querySelector('.upload progress')?.value > 0 || document.querySelector('.track')")
        self.picture("uploading")
        self.until("document.querySelector('.track progress')")
        self.picture("encoding")
        self.claim(True, "an upload shows its progress, then that of its encoding")
        self.until(f"document.querySelectorAll('.track').length === {len(masters)}", 120)
        # Rows become ready by themselves: nothing here loads the page anew.
        self.until("![...document.querySelectorAll('.track')].some(row => row.track.state === 'processing')",
                   self.options.encode_seconds)
        titles = self.js("[...document.querySelectorAll('.track .title')].map(one => one.textContent)")
        self.claim(titles[:2] == ["Tone 1", "Tone 2"], f"uploaded tracks become ready, in order: {titles}")

    def holds_values(self):
        for expression, expected in CASES:
            value = self.js(expression)
            name = re.sub(r"\(await import\('(.*?)'\)\)\.", r"\1: ", expression)
            self.claim(value == expected, f"{name} is {expected}" + (f", not {value}" if value != expected else ""))
        way = self.js("(await import('./player/source.js')).way()")
        self.claim(way == self.options.way, f"plays by way of {way}")

    def position(self):
        return self.js("Number(document.querySelector('.outline input').value)")

    def plays(self):
        began = time.monotonic()
        self.js("document.querySelector('.track button').click()")
        self.until("Number(document.querySelector('.outline input').value) > 0.05")
        self.claim(True, f"a track plays {time.monotonic() - began:.2f} s after the click")
        self.until("document.querySelector('#quality option')")
        choices = self.js("[...document.querySelectorAll('#quality option')].map(one => one.value)")
        self.claim(choices[0] == "auto" and len(choices) > 1, f"qualities: {', '.join(choices)}")
        self.page.press(" ", "Space", 32, " ")
        self.until("document.querySelector('.play').title === 'Play'")
        held = self.position()
        self.page.press(" ", "Space", 32, " ")
        self.until(f"Number(document.querySelector('.outline input').value) > {held}")
        self.claim(True, "the space bar pauses and goes on")
        before = self.position()
        self.page.press("ArrowRight", number=39)
        after = self.until(f"(value => value > {before + 4} && value)(Number(document.querySelector('.outline input').value))")
        self.claim(after < before + 8, f"an arrow seeks 5 s on: {before:.1f} s to {after:.1f} s")

    def switches(self):
        for quality in self.js("[...document.querySelectorAll('#quality option')].map(one => one.value).reverse()"):
            self.js("document.querySelector('.outline input').value = 2, "
                    "document.querySelector('.outline input').dispatchEvent(new Event('input'))")
            self.until("(value => value > 2.2 && value < 5)(Number(document.querySelector('.outline input').value))")
            self.js("judge.record()")
            before = self.position()
            asked = len(self.page.requests)
            self.js(f"document.querySelector('#quality').value = {quality!r}, "
                    "document.querySelector('#quality').dispatchEvent(new Event('change'))")
            self.until(f"Number(document.querySelector('.outline input').value) > {before + 3}")
            pause = self.js(f"judge.pause({TONES[0]})")
            used = {url.split("/")[-2] for url in self.page.requests[asked:] if url.endswith(".m4s")}
            self.claim(pause["milliseconds"] <= self.options.gap and self.position() < before + 6,
                       f"quality {quality}: goes on with a pause of {pause['milliseconds']} ms (loaded: {', '.join(sorted(used))})")

    def goes_on(self):
        self.js(f"document.querySelector('.outline input').value = {SECONDS - 9}, "
                "document.querySelector('.outline input').dispatchEvent(new Event('input'))")
        self.until(f"Number(document.querySelector('.outline input').value) > {SECONDS - 2.5}")
        self.js("judge.record()")
        self.until("document.querySelector('.playing .title').textContent === 'Tone 2' "
                   "&& (value => value > 1.5 && value < 5)(Number(document.querySelector('.outline input').value))")
        gap = self.js(f"judge.gap({TONES[0]}, {TONES[1]})")
        self.claim(abs(gap["milliseconds"]) <= self.options.gap,
                   f"the next track follows {gap['milliseconds']} ms after the end (negative: before it)")

    def judges(self):
        track = self.js("document.querySelector('.track .title').getAttribute('href')").removeprefix("#/")
        views = [(self.album, ".track"), (track, "table"), ("albums", ".card"), ("artists", ".row"), ("playlists", "h1"),
                 ("search?q=tone", ".track"), ("queue", ".track"), ("account", "fieldset")]
        if self.js("!document.querySelector('[data-role=admin]').hidden"):
            views += [("jobs", ".job")]
        for theme, width, height, is_phone in (("light", 1200, 800, False), ("dark", 1200, 800, False), ("dark", 360, 740, True),
                                               ("light", 360, 740, True)):
            self.page.window(width, height, is_phone)
            self.js(f"theme.choose({theme!r})")
            for path, shown in views:
                self.go(path, shown)
                name = f"{path.split('?')[0].split('/')[0] + ('-one' if '/' in path else '')}-{theme}-{width}"
                self.judge(name)
        self.go(views[0][0], ".track")
        self.js("document.querySelector('.more').click()")
        self.judge("player-open-360")
        self.js("document.querySelector('.track button[aria-label^=Add]').click()")
        self.until("document.querySelector('dialog[open]')")
        self.judge("add-360")
        self.page.press("Escape", number=27)
        self.until("!document.querySelector('dialog')")

    def judge(self, name):
        self.picture(name)
        found = self.js("judge.view()")
        self.claim(not found, f"{name}: labels, contrast, headings, width{''.join(chr(10) + '        ' + one for one in found)}")

    def walks_by_keyboard(self):
        self.page.window(1200, 800)
        self.go(self.album, ".track")
        self.js("document.activeElement.blur()")
        unseen, steps = [], []
        for _ in range(60):
            self.page.press("Tab", number=9)
            if self.js("document.activeElement === document.body"):
                break
            unseen += filter(None, [self.js("judge.showsFocus()")])
            steps.append(self.js("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"))
        self.claim(len(steps) > 15 and not unseen, f"{len(steps)} steps of the tab key, each with a visible focus {unseen}")
        self.page.press("/", "Slash", 191, "/")
        self.js("document.activeElement.blur()")
        self.page.press("?", "Slash", 191, "?")
        self.until("document.querySelector('dialog[open] kbd')")
        self.picture("shortcuts")
        self.page.press("Escape", number=27)
        self.until("!document.querySelector('dialog')")
        self.claim(True, "“?” shows the keys, Escape closes them")

    def stays_clean(self):
        # A conflict (409) is how a server says where an upload that was cut goes on.
        complaints = [text for text in self.page.complaints if "status of 409" not in text]
        self.claim(not complaints, f"no errors, nothing against the policy {complaints or ''}")
        foreign = {url for url in self.page.requests if not url.startswith((self.options.base, "about:", "data:", "blob:"))}
        self.claim(not foreign, f"no requests elsewhere {foreign or ''}")
        leaks = [url for url in self.page.requests if self.options.token in url.split("#")[0]]
        self.claim(not leaks, f"the token is in no request's URL {leaks or ''}")


def main():
    options = arguments()
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        page = browser.page()
        page.window(1200, 800)
        page.call("Page.addScriptToEvaluateOnNewDocument", source=(SUPPORT / "web-judge.js").read_text())
        page.call("Page.addScriptToEvaluateOnNewDocument", source=WITHOUT[options.way])
        check = Check(options, page, pathlib.Path(folder))
        try:
            for step in (check.signs_in, check.holds_values, check.uploads, check.plays, check.switches, check.goes_on, check.judges,
                         check.walks_by_keyboard, check.stays_clean):
                step()
        except Exception:
            if options.screenshots:
                page.screenshot(options.screenshots / "failure.png")
            print("complaints:", *page.complaints, sep="\n    ")
            raise
    sys.exit(1 if check.failures else 0)


if __name__ == "__main__":
    main()
