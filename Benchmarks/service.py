#!/usr/bin/env python3
"""Measures the service over loopback, with one track published: requests, play latency, idle connections.

    Benchmarks/service.py --lathe .build/release/lathe MASTER [--seconds 10] [--idle 10000]

stream:   wrk asks for the track's addresses, `GET /api/v1/tracks/ID/stream`, over 64 connections.
segment:  wrk asks for one segment of about 160 kB at its signed address, over 64 connections.
play:     stream, playlist, variant's playlist, initialization and first segment in turn, as a player asks for them:
          cold, each round of a service just started; warm, over new connections to one that runs.
idle:     the service's memory before and with so many connections that asked once and are kept.
"""
import argparse
import contextlib
import http.client
import json
import os
import pathlib
import re
import resource
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.parse


class Service:
    """`lathe serve` on a free port."""

    def __init__(self, lathe, data):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [lathe, "serve", "--listen", f"127.0.0.1:{self.port}", "--data", data, "--rate-limits", "off",
             "--log-level", "warning"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.answers)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def answers(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    @property
    def resident(self):
        pages = int(pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


def wait_for(condition, every=0.002, limit=120):
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("it took too long")
        time.sleep(every)


def fetch(connection, target, method="GET", body=None, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if isinstance(body, dict):
        body = json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
    parts = urllib.parse.urlsplit(target)
    connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), body, headers)
    response = connection.getresponse()
    answer = response.read()
    if response.status >= 300:
        raise SystemExit(f"{method} {target}: {response.status} {answer[:300]}")
    return answer


def publish(service, token, master):
    """Registers a master, waits for its package; returns the track's id."""
    connection = service.connect()

    def call(method, path, body=None):
        return json.loads(fetch(connection, "/api/v1" + path, method, body, token))

    artist = call("POST", "/artists", {"name": "Artist"})
    album = call("POST", "/albums", {"artistId": artist["id"], "title": "Album"})
    ticket = call("GET", "/tracks/upload-url?filename=" + pathlib.Path(master).name)
    fetch(connection, ticket["uploadUrl"], "PUT", pathlib.Path(master).read_bytes())
    track = call("POST", "/tracks", {"albumId": album["id"], "title": "Title", "trackUrl": ticket["trackUrl"]})
    wait_for(lambda: call("GET", f"/tracks/{track['id']}")["state"] == "ready", every=0.2)
    return track["id"]


def wrk(url, seconds, token=None):
    header = ["-H", f"Authorization: Bearer {token}"] if token else []
    text = subprocess.run(["wrk", "-t1", "-c64", f"-d{seconds}", "--latency", *header, url], check=True,
                          capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)
    slowest = re.search(r"99%\s+(\S+)", text).group(1)
    failed = re.search(r"Non-2xx.*|Socket errors.*", text)
    return f"{float(rate):,.0f}/s, p99 {slowest}" + (f", {failed.group(0).strip()}" if failed else "")


def named(playlist):
    """The first address that a playlist names, and its initialization segment."""
    text = playlist.decode()
    initialization = re.search(r'#EXT-X-MAP:URI="([^"]+)"', text)
    first = next(line for line in text.splitlines() if line and not line.startswith("#"))
    return first, initialization and initialization.group(1)


def play(service, token, track):
    """Returns the seconds from asking for the stream until the first segment is there, and the variant's address."""
    start = time.monotonic()
    connection = service.connect()
    main = json.loads(fetch(connection, f"/api/v1/tracks/{track}/stream", token=token))["hlsUrl"]
    variant = urllib.parse.urljoin(main, named(fetch(connection, main))[0])
    segment, initialization = named(fetch(connection, variant))
    fetch(connection, urllib.parse.urljoin(variant, initialization))
    fetch(connection, urllib.parse.urljoin(variant, segment))
    return time.monotonic() - start, variant


def described(times):
    times = sorted(times)
    return f"p50 {statistics.median(times) * 1e3:.1f} ms, p99 {times[int(len(times) * 0.99)] * 1e3:.1f} ms"


def idle(service, count):
    before = service.resident
    connections = []
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", service.port))
        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.recv(4096)
        connections.append(connection)
    time.sleep(2)
    each = (service.resident - before) / count
    for connection in connections:
        connection.close()
    return each


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lathe", required=True, type=os.path.abspath)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("master")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with tempfile.TemporaryDirectory() as data:
        with Service(options.lathe, data) as service:
            token = subprocess.run(
                [options.lathe, "token", "--role", "admin", "--subject", "bench", "--data", data], check=True,
                capture_output=True, text=True).stdout.split()[-1]
            track = publish(service, token, options.master)
            measure(service, token, track, options)
        cold = []
        for _ in range(max(1, options.rounds // 10)):
            with Service(options.lathe, data) as service:
                cold.append(play(service, token, track)[0])
        print(f"play, cold: {described(cold)}, {len(cold)} rounds")


def measure(service, token, track, options):
    variant = play(service, token, track)[1].replace("/96/", "/320/")
    segment = urllib.parse.urljoin(variant, named(fetch(service.connect(), variant))[0])
    size = len(fetch(service.connect(), segment))
    print("stream: ", wrk(f"{service.base}/api/v1/tracks/{track}/stream", options.seconds, token), flush=True)
    print(f"segment of {size / 1000:.0f} kB: ", wrk(segment, options.seconds), flush=True)
    warm = [play(service, token, track)[0] for _ in range(options.rounds)]
    print(f"play, warm: {described(warm)}, {len(warm)} rounds", flush=True)
    print(f"idle: {idle(service, options.idle) / 1000:.1f} kB each of {options.idle} connections", flush=True)


main()
