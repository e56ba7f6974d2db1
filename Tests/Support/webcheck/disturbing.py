"""What comes between a listener and the music: clicks at the wrong moment, short pages, streams that break."""

from .masters import SECONDS

SECOND_HALF = ("*/00003.m4s*", "*/00004.m4s*")
TITLE = "document.querySelector('.playing .title').textContent"
PAUSE, NEXT = ("document.querySelector('.controls [title^=%s]').click()" % sign for sign in ("Pause", "Next"))
SEEK = "(it => { it.value = 2; it.dispatchEvent(new Event('input')); })(document.querySelector('.outline input'))"


class Disturbing:
    def space(self):
        self.page.press(" ", "Space", 32, " ")

    def shows(self, sign):
        self.until(f"document.querySelector('.play').title === {sign!r}")

    def is_heard(self, title):
        self.until(f"{TITLE} === {title!r}")

    def plays_album(self):
        self.go(self.album, ".track")
        self.click("Play", "main")
        self.is_heard("Tone 1")
        self.until_position("value > 0.05")

    def opens_silently(self):
        """A pause while a track opens."""
        self.go(self.album, ".track")
        self.js("provoke.hold('/stream')")
        self.click("Play", "main")
        self.until("provoke.isHolding()")
        self.space()
        self.shows("Play")
        self.js("provoke.release()")
        self.until("provoke.isLoaded()")
        self.claim(self.js("provoke.isSilent()") and self.js("document.querySelector('.play').title") == "Play",
                   "a pause while a track opens is kept")
        self.space()
        self.until_position("value > 0.05")

    def turns_pages(self):
        """The list and the queue each have all pages, whoever asks first, and also when the list is left."""
        self.go(self.album, ".track")
        titles = self.titles()
        self.go("artists", "h1")
        self.js("provoke.turnPages(1)")
        self.plays_album()
        self.click("Show more", "main")
        self.until("document.querySelectorAll('.track').length === 2")
        self.js(f"{NEXT}, {NEXT}")
        self.is_heard(titles[1])
        self.go("queue", ".track")
        self.js("document.querySelector('.track button:first-child').click()")
        self.is_heard(titles[0])
        for title in titles[1:]:
            self.js(NEXT)
            self.is_heard(title)
        self.js("provoke.turnPages(null)")
        self.go("queue", ".track")
        self.claim(self.titles() == titles, f"the queue gets every page of its list, each once: {self.titles()}")

    def is_asked_at_change(self):
        """While the next track is taking over, the listener does something else."""
        self.at_change(SEEK)
        self.until_position("value > 2.5 && value < 8")
        self.claim(self.js(TITLE) == "Tone 1", "a seek at the change stays with the track")
        self.at_change(NEXT)
        self.is_heard("Tone 2")
        self.until_position("value > 0.5 && value < 8")
        self.go("queue", ".track")
        self.claim(self.js("[...document.querySelectorAll('.track')].findIndex(one => one.matches('.current'))") == 1,
                   "“next” at the change goes one track on")
        self.at_change(PAUSE)
        self.is_heard("Tone 2")
        self.claim(self.js("provoke.isSilent()"), "a pause at the change is kept")

    def at_change(self, action):
        """Does something in the moment in which the next track is started, which waits loaded for the end of this."""
        for _ in range(3):
            self.plays_album()
            self.seek(SECONDS - 4)
            if self.until(f"provoke.isNextLoaded() ? 'ready' : {TITLE} !== 'Tone 1' && 'late'") == "ready":
                break
        self.js(f"provoke.atNextPlay(() => {{ {action} }})")
        self.until("provoke.hasPlayed()")

    def plays_again(self):
        """What cannot be fetched, and is in no cache, is said, and fetched when the listener asks for it again."""
        self.go(self.album, ".track")
        self.page.block("*/s/*")
        self.js("[...document.querySelectorAll('.track button:first-child:enabled')].at(-1).click()")
        self.cut_off("a track that cannot be fetched")
        self.space()
        self.until_position("value > 0.05")

    def is_rescued(self):
        """The network fails in the middle, and hls.js gives up, of which its element knows nothing."""
        self.page.block(*SECOND_HALF)
        self.plays_album()
        self.seek(5)
        self.page.until_blocked()
        self.page.block()
        self.until_position("value > 8.5")
        self.claim(True, "a stream that breaks goes on by itself")
        self.page.block(*SECOND_HALF)
        self.plays_album()
        self.seek(6)
        self.cut_off("a stream that stays broken")
        held = self.position()
        self.space()
        value = self.until_position(f"value > {held + 0.3}")
        self.claim(6 < held < value < held + 6, f"goes on where it broke, at {held:.1f} s: {value:.1f} s")

    def cut_off(self, what):
        said = self.until("document.querySelector('#notices .error p')?.textContent")
        self.shows("Play")
        self.claim(self.js("provoke.isSilent()"), f"{what}: {said}")
        self.js("document.querySelector('#notices .error .sign').click()")
        self.page.block()
