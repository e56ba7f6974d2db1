"""Hands and eyes: what every step of the visit needs."""

import contextlib


class Person:
    """Uses a page and claims what should hold; `failures` counts the claims that did not."""

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

    def open(self, address):
        """A new visit: also where only the fragment differs."""
        self.page.call("Page.navigate", url="about:blank")
        # A page may ask first whether it may be left.
        self.until("location.href === 'about:blank'")
        self.page.call("Page.navigate", url=f"{self.options.base}{address}")

    def enters(self):
        self.until("document.querySelector('.top nav')?.checkVisibility() && document.querySelector('h1')")

    def go(self, path, shown):
        self.js(f"location.hash = '#/{path}'")
        self.until(f"!document.querySelector('main').hasAttribute('aria-busy') && document.querySelector({shown!r})")

    def headline(self, text, seconds=30):
        self.until(f"document.querySelector('h1')?.textContent === {text!r}", seconds)

    def click(self, text, within="body"):
        self.until(f"""[...document.querySelectorAll({within + ' button'!r})].some(
            one => one.textContent.trim() === {text!r} && (one.click(), true))""")

    def fill(self, **values):
        """Fills the dialogue's fields and sends it."""
        self.until("document.querySelector('dialog[open]')")
        for name, value in values.items():
            self.js(f"document.querySelector('dialog [name={name}]').value = {value!r}")
        self.js("document.querySelector('dialog form').requestSubmit()")

    def titles(self):
        return self.js("[...document.querySelectorAll('.track .title')].map(one => one.textContent)")

    def position(self):
        return self.js("Number(document.querySelector('.outline input').value)")

    def until_position(self, condition, seconds=30):
        """Waits for a condition on `value`, the seconds that were played; gives them."""
        value = "Number(document.querySelector('.outline input').value)"
        return self.until(f"(value => {condition} && value)({value})", seconds)

    def set(self, selector, value, event):
        self.js(f"document.querySelector({selector!r}).value = {value!r}, "
                f"document.querySelector({selector!r}).dispatchEvent(new Event({event!r}))")

    def seek(self, seconds):
        """Again where the machine stood still for so long that the music went past it."""
        for _ in range(5):
            self.set(".outline input", seconds, "input")
            with contextlib.suppress(TimeoutError):
                return self.until_position(f"Math.abs(value - {seconds}) < 2", 10)
        raise TimeoutError(f"it does not seek to {seconds} s")
