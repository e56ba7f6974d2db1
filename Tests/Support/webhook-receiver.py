"""Takes webhooks and judges their signatures: `webhook-receiver.py PORT-FILE LOG STATUS…`

Answers with the statuses in turn, the last one for ever. Of each request the log has a line of JSON: id, status, whether
the signature is right (first with the secret `wrong`, then with the one that the file SECRET beside the log holds).
"""
import hashlib
import hmac
import http.server
import json
import pathlib
import sys
import time

port_file, log, *statuses = sys.argv[1:]
secret_file = pathlib.Path(log).with_name("SECRET")


def verify(header, body, secret):
    fields = dict(part.split("=", 1) for part in header.split(","))
    code = hmac.new(secret, fields["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(code, fields["v1"]) and abs(time.time() - int(fields["t"])) < 300


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = int(statuses.pop(0) if len(statuses) > 1 else statuses[0])
        signature = self.headers["Lathe-Signature"]
        entry = {
            "id": self.headers["Lathe-Delivery"], "status": status, "path": self.path, "body": json.loads(body),
            "isRight": verify(signature, body, secret_file.read_bytes()), "isWrong": verify(signature, body, b"wrong")}
        with open(log, "a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/redirected")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
path = pathlib.Path(port_file)
path.with_suffix(".new").write_text(str(server.server_port))
path.with_suffix(".new").rename(path)
server.serve_forever()
