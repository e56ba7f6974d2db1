"""Signed paths as anybody with the key could make them, written from the description of the token alone."""
import base64
import hashlib
import hmac
import json
import time


def signed_path(key_file, prefix, seconds):
    """`/s/{token}/{track}/{revision}/`, good for so many seconds from now; for a negative number no longer good."""
    key = next(key for key in json.loads(key_file.read_text())["keys"] if key["state"] == "active")
    secret = base64.urlsafe_b64decode(key["secret"] + "=" * (-len(key["secret"]) % 4))
    signing = hmac.digest(secret, b"lathe delivery 1", "sha256")
    subject = encoded(hashlib.sha256(b"forger").digest()[:6])
    end = str(int(time.time()) + seconds)
    fields = ["1", "delivery", key["kid"], end, "GET", prefix, subject]
    message = b"".join(len(field).to_bytes(4, "big") + field.encode() for field in fields)
    code = encoded(hmac.digest(signing, message, "sha256"))
    return f"/s/1.{key['kid']}.{end}.{subject}.{code}/{prefix}/"


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
