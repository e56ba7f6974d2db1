"""Drives a headless Chromium over its DevTools protocol, with nothing but Python's own library."""

import base64
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import urllib.request


class Socket:
    """A client's side of one WebSocket (RFC 6455): text messages, and answers to pings."""

    def __init__(self, url):
        _, _, host, path = url.split("/", 3)
        name, port = host.split(":")
        self.stream = socket.create_connection((name, int(port)), timeout=60)
        key = base64.b64encode(os.urandom(16)).decode()
        self.stream.sendall(
            f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.reader = self.stream.makefile("rb")
        assert b" 101 " in self.reader.readline()
        while self.reader.readline() not in (b"\r\n", b""):
            pass

    def send(self, data, opcode=1):
        mask = os.urandom(4)
        size = len(data)
        length = bytes([128 | size]) if size < 126 else (
            b"\xfe" + struct.pack(">H", size) if size < 65536 else b"\xff" + struct.pack(">Q", size))
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))
        self.stream.sendall(bytes([128 | opcode]) + length + mask + masked)

    def receive(self):
        message = b""
        while True:
            first, second = self.exactly(2)
            size = second & 127
            if size >= 126:
                size = int.from_bytes(self.exactly(2 if size == 126 else 8), "big")
            data = self.exactly(size)
            if first & 15 == 9:
                self.send(data, opcode=10)
            elif first & 15 == 8:
                raise ConnectionError("the browser closed the connection")
            elif first & 15 in (0, 1):
                message += data
                if first & 128:
                    return message

    def exactly(self, count):
        data = self.reader.read(count)
        if len(data) != count:
            raise ConnectionError("the browser is gone")
        return data


class Page:
    """One tab. Errors of its scripts and of its content security policy are kept in `complaints`.

    `loaded` has the URL of each request with the milliseconds since 1970 when all of its answer had come; `blocked` has
    the URLs that were asked for in vain.
    """

    def __init__(self, url):
        self.socket = Socket(url)
        self.number = 0
        self.complaints = []
        self.requests = []
        self.exchanges = []
        self.loaded = []
        self.blocked = []
        self.begun = {}
        for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        number = self.number = self.number + 1
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}).encode())
        while True:
            message = json.loads(self.socket.receive())
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]
            self.note(message)

    def note(self, message):
        parameters = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif message.get("method") == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.complaints.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")
        elif message.get("method") == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
            self.exchanges.append((parameters["request"]["method"], parameters["request"]["headers"]))
            self.begun[parameters["requestId"]] = (
                parameters["request"]["url"], parameters["wallTime"] - parameters["timestamp"])
        elif message.get("method") == "Network.loadingFinished" and parameters["requestId"] in self.begun:
            url, origin = self.begun.pop(parameters["requestId"])
            self.loaded.append((url, (origin + parameters["timestamp"]) * 1000))
        elif message.get("method") == "Network.loadingFailed" and parameters.get("blockedReason") == "inspector":
            self.blocked.append(self.begun.pop(parameters["requestId"])[0])
        elif message.get("method") == "Page.javascriptDialogOpening":
            # A page that asks whether it may be left: it may. The answer's own answer is passed over.
            self.number += 1
            accept = {"id": self.number, "method": "Page.handleJavaScriptDialog", "params": {"accept": True}}
            self.socket.send(json.dumps(accept).encode())

    def evaluate(self, expression):
        """The value of an expression, awaited."""
        answer = self.call(
            "Runtime.evaluate", expression=f"(async () => ({expression}))()", awaitPromise=True, returnByValue=True,
            userGesture=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", expression))
        return answer["result"].get("value")

    def until(self, expression, seconds=30):
        """Waits for an expression to become true, and gives its value."""
        end = time.monotonic() + seconds
        while True:
            value = self.evaluate(f"(found => found instanceof Node || found)({expression})")
            if value:
                return value
            if time.monotonic() > end:
                raise TimeoutError(f"not within {seconds} s: {expression}")
            time.sleep(0.05)

    def block(self, *patterns):
        """Requests to such addresses fail from now on, and no others."""
        self.call("Network.setBlockedURLs", urls=list(patterns))
        self.blocked.clear()

    def until_blocked(self, seconds=30):
        """Waits for a request that is blocked."""
        end = time.monotonic() + seconds
        while not self.blocked:
            self.evaluate("0")
            if time.monotonic() > end:
                raise TimeoutError(f"nothing that is blocked was asked for within {seconds} s")
            time.sleep(0.05)

    def press(self, key, code=None, number=0, text=None, modifiers=0):
        event = {"key": key, "code": code or key, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        self.call("Input.dispatchKeyEvent", type="keyDown", **event, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def choose_files(self, selector, files):
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(file) for file in files])

    def window(self, width, height, is_phone=False):
        size = {"width": width, "height": height, "deviceScaleFactor": 1}
        self.call("Emulation.setDeviceMetricsOverride", **size, mobile=is_phone)
        self.call("Emulation.setTouchEmulationEnabled", enabled=is_phone)

    def screenshot(self, file):
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))


class Browser:
    """A Chromium of its own, with an empty profile that goes with it."""

    def __init__(self, *options):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lathe-browser-"))
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
             "--autoplay-policy=no-user-gesture-required", "--remote-debugging-port=0", "--remote-allow-origins=*",
             f"--user-data-dir={self.folder}", *options, "about:blank"], stdout=self.log, stderr=self.log,
            start_new_session=True)
        port = self.folder / "DevToolsActivePort"
        end = time.monotonic() + 60
        while not (port.exists() and port.read_text().count("\n")):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Chromium did not start: {(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.05)
        self.address = f"http://127.0.0.1:{port.read_text().splitlines()[0]}"

    def page(self):
        with urllib.request.urlopen(f"{self.address}/json") as answer:
            tabs = json.load(answer)
        return Page(next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, 15)
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
