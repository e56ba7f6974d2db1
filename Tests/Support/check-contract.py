#!/usr/bin/env python3
"""Judges answers by an OpenAPI 3.1 document.

usage: check-contract.py openapi.json < exchanges

Each line is {"method", "path", "status", "headers", "body"}; the path is below the server's URL. A line may also be
{"schema", "body"}: a document to be judged by a schema of the components. Prints one JSON object:
"complaints", and "unseen", the statuses that the document promises and nobody has got.
"""
import datetime
import json
import re
import sys

import jsonschema
import referencing

DOCUMENT = json.load(open(sys.argv[1], encoding="utf-8"))
REGISTRY = referencing.Registry().with_resource(
    "urn:openapi", referencing.Resource(DOCUMENT, referencing.jsonschema.DRAFT202012))
FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def is_time(value):
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", value):
        raise ValueError("no date-time of RFC 3339")
    datetime.datetime.fromisoformat(value)
    return True


@FORMATS.checks("date", raises=ValueError)
def is_day(value):
    datetime.date.fromisoformat(value)
    return True


def absolute(schema):
    """References of a part, as references into the document."""
    if isinstance(schema, dict):
        return {key: "urn:openapi" + value if key == "$ref" else absolute(value) for key, value in schema.items()}
    return [absolute(item) for item in schema] if isinstance(schema, list) else schema


def resolved(part):
    while "$ref" in part:
        target = DOCUMENT
        for name in part["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        part = target
    return part


def operations():
    for path, item in DOCUMENT["paths"].items():
        pattern = re.compile("/".join("[^/]+" if part.startswith("{") else re.escape(part) for part in path.split("/")))
        for method, operation in item.items():
            if method != "parameters":
                yield path.count("{"), method.upper(), path, pattern, operation


OPERATIONS = sorted(operations(), key=lambda entry: entry[0])


def find(method, path):
    for _, name, template, pattern, operation in OPERATIONS:
        if name == method and pattern.fullmatch(path):
            return template, operation
    raise LookupError("there is no such operation")


def complaints_of(exchange, seen):
    template, operation = find(exchange["method"], exchange["path"].split("?")[0])
    status = str(exchange["status"])
    seen.add((exchange["method"], template, status))
    if status not in operation["responses"]:
        yield "the status is none of the operation's"
        return
    response = resolved(operation["responses"][status])
    for header in response.get("headers", {}):
        if header.lower() not in exchange["headers"]:
            yield f"there is no {header}"
    content = response.get("content")
    if not content:
        if exchange["body"]:
            yield "there is content where there should be none"
        return
    media = exchange["headers"].get("content-type", "").split(";")[0]
    if media not in content:
        yield f"the media type is {media}"
        return
    yield from faults(content[media]["schema"], exchange["body"])


def faults(schema, body):
    validator = jsonschema.Draft202012Validator(absolute(schema), registry=REGISTRY, format_checker=FORMATS)
    for error in validator.iter_errors(json.loads(body)):
        yield f"{error.json_path}: {error.message}"


def main():
    complaints, seen = [], set()
    for line in sys.stdin:
        exchange = json.loads(line)
        if "schema" in exchange:
            name = exchange["schema"]
            found = faults({"$ref": f"#/components/schemas/{name}"}, exchange["body"])
            complaints += [f"{name} {exchange['body'][:200]}: {text[:300]}" for text in found]
            continue
        try:
            found = list(complaints_of(exchange, seen))
        except (LookupError, ValueError) as error:
            found = [str(error)]
        name = f"{exchange['method']} {exchange['path'][:80]} {exchange['status']}"
        complaints += [f"{name}: {text[:300]}" for text in found]
    asked = {(method, template) for method, template, _ in seen}
    unseen = [
        f"{method} {template} {status}" for _, method, template, _, operation in OPERATIONS
        if (method, template) in asked
        for status in operation["responses"] if (method, template, status) not in seen]
    json.dump({"complaints": sorted(set(complaints)), "unseen": sorted(unseen)}, sys.stdout)


main()
