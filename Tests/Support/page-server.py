#!/usr/bin/env python3
"""Serves a package and a test page to a browser, and prints what the page reports: page-server.py PACKAGE PAGE

Prints the port on the first line, the page's report (one line of JSON) on the second, and ends.
"""

import http.server
import pathlib
import re
import sys

TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl", ".mpd": "application/dash+xml", ".mp4": "audio/mp4",
    ".m4s": "audio/mp4", ".webm": "audio/webm", ".mp3": "audio/mpeg", ".json": "application/json",
}
folder = pathlib.Path(sys.argv[1])
page = pathlib.Path(sys.argv[2]).read_bytes()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    report = None

    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/":
            return self.answer(page, "text/html; charset=utf-8")
        file = folder / path.removeprefix("/")
        if not file.is_file() or ".." in path:
            return self.send_error(404)
        self.answer(file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream"))

    def do_POST(self):
        Handler.report = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(b"", "text/plain")

    def answer(self, body, kind):
        """All of it, or the one range that was asked for (RFC 9110 section 14)."""
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        total = len(body)
        if asked:
            first = int(asked[1])
            if first >= total:
                return self.send_error(416)
            last = min(int(asked[2] or total - 1), total - 1)
            body = body[first:last + 1]
        self.send_response(206 if asked else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Accept-Ranges", "bytes")
        if asked:
            self.send_header("Content-Range", f"bytes {first}-{last}/{total}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.timeout = 1
print(server.server_port, flush=True)
for _ in range(600):
    server.handle_request()
    if Handler.report:
        print(Handler.report, flush=True)
        break
