"""An HTTP proxy that fails as it is told: fault-proxy.py PORT-FILE UPSTREAM_PORT RULES

RULES is a JSON list of {"method", "contains", "times", "fault", "status", "code", "bytes", "seconds"}; the first rule
that fits a request and has some times left is applied. Faults: reply (with status and error code), reset (after so many
bytes of the upstream's reply), lose (carry the request out, reset without a reply), refuse (reset after so many bytes
of the request), stall (say nothing), short (close after so many bytes of the reply's body), slow (take so many seconds
to answer). Each request makes one line of standard output.
"""
import json
import pathlib
import socket
import struct
import sys
import threading
import time

port_file, upstream_port, rules = pathlib.Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
lock = threading.Lock()


def fault_for(method, target):
    with lock:
        for rule in rules:
            fits = rule.get("method", method) == method and rule.get("contains", "") in target
            if fits and rule.get("times", 1) > 0:
                rule["times"] = rule.get("times", 1) - 1
                return rule
    return None


def read_head(connection):
    """The head with its empty line, and what came behind it; None at the end."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    head, rest = data.split(b"\r\n\r\n", 1)
    return head + b"\r\n\r\n", rest


def length_of(head):
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def read_reply(upstream, method):
    while True:
        found = read_head(upstream)
        if found is None:
            return b"", b""
        head, body = found
        if head.split(b" ")[1] != b"100":
            break
    size = 0 if method == "HEAD" else length_of(head)
    chunked = b"transfer-encoding: chunked" in head.lower()
    while (chunked and not body.endswith(b"0\r\n\r\n")) or len(body) < size:
        piece = upstream.recv(65536)
        if not piece:
            break
        body += piece
    return head, body


def scripted(rule, method):
    code = rule.get("code")
    document = f"<?xml version='1.0'?>\n<Error><Code>{code}</Code><Message>as told</Message></Error>"
    body = document.encode() if code else b""
    head = f"HTTP/1.1 {rule['status']} As Told\r\nContent-Length: {len(body)}\r\n"
    for name, value in rule.get("headers", {}).items():
        head += f"{name}: {value}\r\n"
    return (head + "\r\n").encode() + (b"" if method == "HEAD" else body)


def serve_one(connection):
    """One request; whether there may be another."""
    found = read_head(connection)
    if found is None:
        return False
    head, body = found
    method, target = head.decode("latin-1").split(" ")[:2]
    rule = fault_for(method, target)
    fault = rule["fault"] if rule else "none"
    with lock:
        print(method, target, fault, flush=True)
    if b"expect: 100-continue" in head.lower() and not body:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    size = length_of(head)
    while len(body) < size:
        if fault == "refuse" and len(body) >= rule["bytes"]:
            return reset(connection)
        piece = connection.recv(65536)
        if not piece:
            return False
        body += piece
    if fault == "refuse":
        return reset(connection)
    if fault == "stall":
        time.sleep(3600)
    if fault == "slow":
        time.sleep(rule["seconds"])
    if fault == "reply":
        connection.sendall(scripted(rule, method))
        return True
    with socket.create_connection(("127.0.0.1", upstream_port)) as upstream:
        upstream.sendall(head.replace(b"Expect: 100-continue\r\n", b"") + body)
        reply_head, reply_body = read_reply(upstream, method)
    if fault == "lose":
        return reset(connection)
    if fault == "reset":
        connection.sendall((reply_head + reply_body)[: rule["bytes"]])
        # What was sent must arrive before the reset discards it.
        time.sleep(0.05)
        return reset(connection)
    if fault == "short":
        connection.sendall(reply_head + reply_body[: rule["bytes"]])
        return False
    connection.sendall(reply_head + reply_body)
    return True


def serve(connection):
    try:
        while serve_one(connection):
            pass
        connection.close()
    except OSError:
        pass


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(64)
port_file.with_suffix(".new").write_text(str(listener.getsockname()[1]))
port_file.with_suffix(".new").rename(port_file)
while True:
    client, _ = listener.accept()
    threading.Thread(target=serve, args=(client,), daemon=True).start()
