"""Listeners at work while things break: how many requests fail, and how many fail again."""
import http.client
import itertools
import ssl
import threading
import time

from processes import wait_for


class Load:
    """As a context: listeners who ask through nginx, each with a token, targets, an address and a connection of its
    own, so many times a second together."""

    def __init__(self, edge, listeners, rate=300):
        self.edge, self.pause = edge, len(listeners) / rate
        self.trust = ssl.create_default_context(cafile=edge.certificate)
        self.lock, self.ending = threading.Lock(), threading.Event()
        self.asked, self.retried, self.failures, self.slowest = 0, 0, [], 0.0
        self.threads = [
            threading.Thread(target=self.listen, args=(f"127.0.1.{number}", *each))
            for number, each in enumerate(listeners, 1)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        for thread in self.threads:
            thread.join()

    def listen(self, address, token, targets):
        connection = None
        for target in itertools.cycle(targets):
            if self.ending.is_set():
                return
            start = time.monotonic()
            connection, cause = self.ask(connection, address, target, token)
            is_retried = cause is not None
            if is_retried:
                connection, cause = self.ask(connection, address, target, token)
            seconds = time.monotonic() - start
            with self.lock:
                self.asked += 1
                self.retried += is_retried
                self.slowest = max(self.slowest, seconds)
                if cause:
                    self.failures.append(f"{target[:80]}: {cause}")
            self.ending.wait(max(0, self.pause - seconds))

    def ask(self, connection, address, target, token):
        """Returns the connection for the next time, and why the request failed or None."""
        try:
            connection = connection or http.client.HTTPSConnection(
                "localhost", self.edge.port, context=self.trust, timeout=15, source_address=(address, 0))
            headers = {"Authorization": f"Bearer {token}"} if target.startswith("/api/") else {}
            connection.request("GET", target, headers=headers)
            answer = connection.getresponse()
            answer.read()
            return connection, None if answer.status == 200 else f"status {answer.status}"
        except (OSError, http.client.HTTPException) as error:
            if connection:
                connection.close()
            return None, repr(error)

    def wait_for(self, count):
        """Returns when so many more requests were answered."""
        goal = self.asked + count
        wait_for(f"{count} requests", lambda: self.asked >= goal)
