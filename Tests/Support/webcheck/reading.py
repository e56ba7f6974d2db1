"""What every view owes its readers: labels, contrast, focus, width; and what the page owes its visitors."""

import re

THEMES = (("light", 1200, 800, False), ("dark", 1200, 800, False), ("dark", 360, 740, True), ("light", 360, 740, True))

# What was provoked: an upload that was cut goes on where a conflict says, or once a lock is free; one is refused; there
# was no network for a while, or not for everything.
EXPECTED = ("status of 409", "status of 415", "status of 423", "ERR_INTERNET_DISCONNECTED", "ERR_BLOCKED_BY_CLIENT")


class Reading:
    def views(self):
        """Every view there is, with what it shows when it is there."""
        self.go(self.album, ".track")
        track = self.js("document.querySelector('.track .title').getAttribute('href')").removeprefix("#/")
        artist = self.js("document.querySelector('.up a').getAttribute('href')").removeprefix("#/")
        views = [
            (self.album, ".track"), (track, "table"), (artist, ".card"), (self.playlist, ".track"), ("albums", ".card"),
            ("artists", ".row"), ("playlists", ".row"), ("search?q=tone", ".track"), ("queue", ".track"),
            ("account", "fieldset"), ("nowhere", "[role=alert]")]
        if self.js("!document.querySelector('[data-role=admin]').hidden"):
            views += [("jobs", ".job"), ("users", ".empty, .job")]
        return views

    def judges(self):
        views = self.views()
        for theme, width, height, is_phone in THEMES:
            self.page.window(width, height, is_phone)
            self.js(f"theme.choose({theme!r})")
            for path, shown in views:
                self.go(path, shown)
                name = path.split("?")[0].split("/")[0] + ("-one" if "/" in path else "")
                self.judge(f"{name}-{theme}-{width}")
        self.go(self.album, ".track")
        self.js("document.querySelector('.more').click()")
        self.judge("player-open-360")
        self.js("document.querySelector('.track button[aria-label^=Add]').click()")
        self.until("document.querySelector('dialog[open]')")
        self.judge("add-360")
        self.page.press("Escape", number=27)
        self.until("!document.querySelector('dialog')")
        self.page.window(1200, 800)

    def judge(self, name):
        self.picture(name)
        found = self.js("judge.view()")
        self.claim(not found, "\n        ".join([f"{name}: labels, contrast, headings, width", *found]))

    def walks_by_keyboard(self):
        for path, shown in self.views():
            self.go(path, shown)
            steps, unseen = self.walk()
            self.claim(steps > 10 and not unseen,
                       f"{path.split('/')[0]}: {steps} steps of the tab key, each with a visible focus {unseen or ''}")
        self.go(self.album, ".track")
        self.js("document.querySelector('.track:not(.current) .sign').focus()")
        self.page.press("Enter", "Enter", 13, "\r")
        self.until("document.querySelector('.track.current .sign')?.title.startsWith('Pause')")
        self.claim(True, "the enter key plays the track that has the focus")
        self.page.press("/", "Slash", 191, "/")
        self.claim(self.js("document.activeElement.type") == "search", "“/” leads to the search field")
        self.page.call("Input.insertText", text="tone 2")
        self.headline("Search: tone 2")
        self.claim("Tone 2" in self.titles(), "search finds as one types")
        self.js("document.activeElement.blur()")
        self.page.press("?", "Slash", 191, "?")
        self.until("document.querySelector('dialog[open] kbd')")
        self.picture("shortcuts")
        self.page.press("Escape", number=27)
        self.until("!document.querySelector('dialog')")
        self.claim(True, "“?” shows the keys, Escape closes them")

    def walk(self):
        """Presses the tab key until it has been everywhere: how often, and what did not show that it had the focus."""
        self.js("document.activeElement.blur()")
        unseen, steps = [], 0
        for _ in range(80):
            self.page.press("Tab", number=9)
            if self.js("document.activeElement === document.body"):
                break
            unseen += filter(None, [self.js("judge.showsFocus()")])
            steps += 1
        return steps, unseen

    def stays_clean(self):
        complaints = [text for text in self.page.complaints if not any(one in text for one in EXPECTED)]
        self.claim(not complaints, f"no errors, nothing against the policy {complaints or ''}")
        ours = (self.options.base, "about:", "data:", "blob:", *filter(None, [self.options.bucket]))
        foreign = {url for url in self.page.requests if not url.startswith(ours)}
        self.claim(not foreign, f"no requests elsewhere {foreign or ''}")
        if self.options.bucket:
            media = [url for url in self.page.requests if re.search(r"\.(m4s|mp4|ts)(\?|$)", url)]
            self.claim(media and all(url.startswith(self.options.bucket) for url in media),
                       f"all of {len(media)} segments come from the bucket")
        leaks = [url for url in self.page.requests if self.options.token in url.split("#")[0]]
        self.claim(not leaks, f"the token is in no request's URL {leaks or ''}")
