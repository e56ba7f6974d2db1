#!/usr/bin/env python3
"""Uses the web page of a running service as a person would, in a headless Chromium: web-check.py --base URL --token T

Signs in, makes an artist and an album, uploads masters, waits until they are encoded, plays, seeks, changes the
quality, goes on to the next track and measures the pause, and judges every view in both themes and on a phone. The
token must be an admin's or an artist's. Prints a line for each claim; ends with 1 where one does not hold.
"""

import argparse
import pathlib
import signal
import sys
import tempfile
import time

from webcheck.devtools import Browser
from webcheck.disturbing import Disturbing
from webcheck.listening import Listening
from webcheck.person import Person
from webcheck.reading import Reading
from webcheck.uploading import Uploading

SCRIPTS = [pathlib.Path(__file__).parent / "webcheck" / name for name in ("judge.js", "provoke.js")]
# What a browser lacks that plays in another way.
NO_HLS = """{ const can = HTMLMediaElement.prototype.canPlayType;
    HTMLMediaElement.prototype.canPlayType = function (type) {
        return /mpegurl/.test(type) ? "" : can.call(this, type); }; }"""
# The first source says late that it is open, as on a busy machine: in the middle of an append, if one is begun before.
LATE = """{ const [listen, append] = [MediaSource.prototype.addEventListener, SourceBuffer.prototype.appendBuffer];
    let say = null;
    MediaSource.prototype.addEventListener = function (type, listener) {
        if (type !== "sourceopen" || say) return listen.apply(this, arguments);
        const opened = new Promise(resolve => listen.call(this, type, resolve, { once: true }));
        const late = new Promise(resolve => { say = resolve; setTimeout(resolve, 500); });
        Promise.all([opened, late]).then(([event]) => listener(event)); };
    SourceBuffer.prototype.appendBuffer = function (data) { append.call(this, data); say?.(); }; }"""
NO_SOURCES = "delete window.MediaSource, delete window.ManagedMediaSource"
WITHOUT = {"native": "", "hls.js": NO_HLS + LATE, "progressive": NO_HLS + NO_SOURCES}


class Visit(Uploading, Listening, Disturbing, Reading, Person):
    """One visit, from the sign-in to the end."""

    def steps(self):
        """A brief one is for what differs between the ways to play: it listens to what another has uploaded."""
        if self.options.brief:
            return (
                self.signs_in, self.plays_by_its_way, self.finds_album, self.plays, self.is_prompt, self.switches,
                self.goes_on, self.opens_silently, self.plays_again,
                *[self.is_rescued] * (self.options.way == "hls.js"), self.stays_clean)
        if self.options.bucket:
            return (
                self.signs_in, self.plays_by_its_way, self.makes_album, self.uploads, self.plays, self.is_prompt,
                self.switches, self.goes_on, self.uploads_in_parts, self.stays_clean)
        return (
            self.signs_in, self.plays_by_its_way, self.holds_values, self.makes_album, self.uploads, self.plays,
            self.is_prompt, self.switches, self.goes_on, self.opens_silently, self.plays_again, self.is_asked_at_change,
            self.turns_pages, self.is_even, self.keeps_playlists, self.judges, self.walks_by_keyboard, self.tells_plays,
            self.refuses, self.says_what_is_wrong, self.goes_on_after_reload, self.survives_the_network,
            self.stays_clean, self.is_signed_out)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", required=True, help="the service, such as http://127.0.0.1:8080/")
    parser.add_argument("--token", required=True)
    parser.add_argument("--master", type=pathlib.Path, help="one more master to upload, a FLAC")
    parser.add_argument("--screenshots", type=pathlib.Path, help="a folder for pictures of every view")
    parser.add_argument("--encode-seconds", type=float, default=180, help="how long encoding may take")
    parser.add_argument("--way", choices=WITHOUT, default="native", help="how the browser is to play")
    parser.add_argument("--brief", action="store_true", help="listen to what was uploaded before")
    parser.add_argument("--bucket", help="the origin of the store, where the service sends browsers to it")
    parser.add_argument("--gap", type=float, default=60, help="the longest pause between tracks, in ms")
    parser.add_argument("--wait", type=float, help="the longest wait for the first sound, in ms; else it is only told")
    return parser.parse_args()


def main():
    options = arguments()
    # Whoever ends this ends the browser, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        page = browser.page()
        page.window(1200, 800)
        for script in (*(file.read_text() for file in SCRIPTS), WITHOUT[options.way]):
            page.call("Page.addScriptToEvaluateOnNewDocument", source=script)
        visit = Visit(options, page, pathlib.Path(folder))
        began = time.monotonic()
        try:
            for step in visit.steps():
                start = time.monotonic()
                step()
                print(f"      {step.__name__}: {time.monotonic() - start:.1f} s", flush=True)
            print(f"      {time.monotonic() - began:.0f} s in all")
        except Exception:
            visit.picture("failure")
            print("complaints:", *page.complaints, sep="\n    ")
            raise
    sys.exit(1 if visit.failures else 0)


if __name__ == "__main__":
    main()
