"""Signs random requests to S3 with botocore, one JSON object a line: sign-requests.py SEED COUNT

Each has the parts of the request, not encoded, the Authorization header, and the query that presigns it.
"""
import datetime
import json
import random
import sys
from urllib.parse import quote, urlsplit

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ALPHABET = "abcXYZ0189-_.~ /+%&=?#:;,@!$'()*\"<>[]{}|^`éß日🎧e\u0301"
VALUES = "abcXYZ0189-_.~ /+%&=?#:;,@!$'()*\"<>[]{}|^`"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def text(chance, alphabet, least, most):
    return "".join(chance.choice(alphabet) for _ in range(chance.randint(least, most)))


def encoded(text, safe=""):
    return quote(text, safe=safe + "-_.~")


def header_value(chance):
    """Inner spaces in runs, but no two quotes: what is folded between those, servers disagree about."""
    return text(chance, VALUES.replace('"', ""), 1, 1) + text(chance, "ab  c,;=", 0, 12) + "z"


def request(chance):
    moment = datetime.datetime(2013, 1, 1) + datetime.timedelta(seconds=chance.randrange(10**9))
    names = {text(chance, ALPHABET.replace(" ", "k"), 1, 8) for _ in range(chance.randint(0, 4))}
    headers = {f"x-amz-meta-{n}": header_value(chance) for n in range(chance.randint(0, 3))}
    if chance.random() < 0.5:
        headers["Range"] = f"bytes={chance.randrange(100)}-{chance.randrange(100, 10**9)}"
    return {
        "method": chance.choice(["GET", "PUT", "HEAD", "POST", "DELETE"]),
        "host": chance.choice(["example.amazonaws.com", "bucket.s3.eu-west-1.amazonaws.com", "127.0.0.1:8333"]),
        "path": "/" + text(chance, ALPHABET, 0, 30),
        "query": [[name, text(chance, ALPHABET, 0, 8)] for name in sorted(names, key=lambda _: chance.random())],
        "headers": [list(pair) for pair in headers.items()],
        "payload": EMPTY if chance.random() < 0.5 else "%064x" % chance.randrange(2**256),
        "id": text(chance, "ABCDEF0123", 20, 20),
        "secret": text(chance, "abcXYZ0189/+", 40, 40),
        "token": text(chance, "abcXYZ0189/+=", 20, 60) if chance.random() < 0.3 else None,
        "region": chance.choice(["us-east-1", "eu-central-1", "ap-southeast-2"]),
        "seconds": int((moment - datetime.datetime(1970, 1, 1)).total_seconds()),
        "lifetime": chance.randint(1, 604800),
        "moment": moment,
    }


def aws_request(facts, scheme):
    query = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in facts["query"])
    url = f"{scheme}://{facts['host']}{encoded(facts['path'], '/')}" + (f"?{query}" if query else "")
    return AWSRequest(method=facts["method"], url=url, headers=dict(facts["headers"]))


def sign(facts):
    moment = facts.pop("moment")
    botocore.auth.get_current_datetime = lambda *_, **__: moment
    credentials = Credentials(facts["id"], facts["secret"], facts["token"])

    signer = botocore.auth.S3SigV4Auth(credentials, "s3", facts["region"])
    signer.payload = lambda _: facts["payload"]
    request = aws_request(facts, "http")
    signer.add_auth(request)
    facts["authorization"] = request.headers["Authorization"]

    signer = botocore.auth.S3SigV4QueryAuth(credentials, "s3", facts["region"], expires=facts["lifetime"])
    request = aws_request(facts, "https")
    signer.add_auth(request)
    facts["presigned"] = urlsplit(request.url).query
    return facts


chance = random.Random(int(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    print(json.dumps(sign(request(chance))))
