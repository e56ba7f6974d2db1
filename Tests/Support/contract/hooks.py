"""What no schema can say of a request: that a cursor was handed out, that an upload is there, that a version is the
current one. Requests that the contract allows get such values; those that it forbids stay as they are.
"""

import os
import urllib.error
import urllib.parse
import uuid

import schemathesis

from contract.library import Library

LIBRARY = Library(os.environ["CONTRACT_BASE"], os.environ["CONTRACT_TOKEN"])
MAY_UPLOAD = os.environ["CONTRACT_ROLE"] != "listener"


@schemathesis.hook
def before_call(context, case, kwargs):
    body = case.body if isinstance(case.body, dict) else {}
    if isinstance(body.get("url"), str):
        body["url"] = nowhere(body["url"])
    if case.meta is None or case.meta.generation.mode != schemathesis.GenerationMode.POSITIVE:
        return
    if "cursor" in (case.query or {}):
        replace_cursor(case)
    headers = case.headers or {}
    if "If-Match" in headers:
        headers["If-Match"] = "*"
    if "Idempotency-Key" in headers:
        headers["Idempotency-Key"] = uuid.uuid4().hex
    if "trackUrl" in body and MAY_UPLOAD:
        body["trackUrl"] = LIBRARY.upload()


def nowhere(url):
    """The service must call no stranger."""
    try:
        parts = urllib.parse.urlsplit(url)
        return parts._replace(netloc="hooks.invalid").geturl() if parts.netloc else url
    except ValueError:
        return url


def replace_cursor(case):
    try:
        cursor = LIBRARY.cursor(case.formatted_path)
    except urllib.error.HTTPError:
        cursor = None
    if cursor is None:
        del case.query["cursor"]
    else:
        case.query["cursor"] = cursor
