"""Prints what a stream of a NATS server holds, in its order: `nats-messages.py PORT STREAM`

One line of JSON for each message: subject, id, body. Speaks the protocol of docs.nats.io itself, so that what the
service's library has written is read by another. With --tls CERTIFICATE after the rest, encrypted.
"""
import base64
import json
import socket
import ssl
import sys

port, stream = int(sys.argv[1]), sys.argv[2]
connection = socket.create_connection(("127.0.0.1", port), timeout=10)
connection.recv(1 << 16)
if "--tls" in sys.argv:
    context = ssl.create_default_context(cafile=sys.argv[sys.argv.index("--tls") + 1])
    connection = context.wrap_socket(connection, server_hostname="localhost")
file = connection.makefile("rwb")
file.write(b'CONNECT {"verbose":false,"pedantic":false,"headers":true,"no_responders":true}\r\nSUB answers 1\r\n')


def ask(subject, question):
    text = json.dumps(question).encode()
    file.write(f"PUB {subject} answers {len(text)}\r\n".encode() + text + b"\r\n")
    file.flush()
    while True:
        words = file.readline().split()
        if not words or words[0] == b"-ERR":
            sys.exit(f"the connection ended: {words}")
        if words[0] == b"PING":
            file.write(b"PONG\r\n")
            file.flush()
        if words[0] in (b"MSG", b"HMSG"):
            content = file.read(int(words[-1]))
            file.readline()
            return json.loads(content[int(words[-2]) if words[0] == b"HMSG" else 0:] or b"{}")


state = ask(f"$JS.API.STREAM.INFO.{stream}", {}).get("state", {"first_seq": 1, "last_seq": 0})
# The first number of a stream that has none yet is 0.
for sequence in range(max(state["first_seq"], 1), state["last_seq"] + 1):
    message = ask(f"$JS.API.STREAM.MSG.GET.{stream}", {"seq": sequence})["message"]
    head = base64.b64decode(message.get("hdrs", "")).decode()
    ids = [line.split(":", 1)[1].strip() for line in head.splitlines() if line.lower().startswith("nats-msg-id:")]
    print(json.dumps({
        "subject": message["subject"], "id": ids[0] if ids else "", "body": base64.b64decode(message["data"]).decode()}))
