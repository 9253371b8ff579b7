"""The OpenAPI document tells a reader, and a client generator, all that they need of each operation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

METHODS = ("get", "post", "put", "patch", "delete")
DOCUMENT = "urn:openapi"
# Verbs that say what a client does; the name of a layer or a thing follows.
OPERATION_ID = re.compile(r"(list|get|post|search)([A-Z][a-z]+)+")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def list_operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def list_bodies(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each body of an operation that is not binary, with where it is."""
    parts = {"request": operation.get("requestBody", {}), **operation["responses"]}
    for part, answer in parts.items():
        for media_type, body in answer.get("content", {}).items():
            if body["schema"].get("format") != "binary":
                yield f"{part} {media_type}", body


def find_faults(document: dict[str, Any]) -> Iterator[str]:
    """Yield what a reader or a generator would miss."""
    tags = {tag["name"] for tag in document.get("tags", ()) if tag["description"]}
    ids: set[str] = set()
    for name, operation in list_operations(document):
        faults = [*find_missing_texts(operation), *find_missing_examples(operation)]
        if operation.get("summary") == operation.get("description"):
            faults.append("the description repeats the summary")
        if len(operation.get("tags", ())) != 1 or not set(operation["tags"]) <= tags:
            faults.append("not exactly one tag that is described")
        key = operation.get("operationId", "")
        if not OPERATION_ID.fullmatch(key) or key in ids:
            faults.append(f"the operationId {key!r} is unusable or taken")
        ids.add(key)
        yield from (f"{name}: {fault}" for fault in faults)


def find_missing_texts(operation: dict[str, Any]) -> Iterator[str]:
    for member in ("summary", "description"):
        if not operation.get(member, "").strip():
            yield f"no {member}"
    for parameter in operation.get("parameters", ()):
        if not parameter.get("description", "").strip():
            yield f"the parameter {parameter['name']} is not described"
    for status, answer in operation["responses"].items():
        if not answer.get("description", "").strip():
            yield f"the answer {status} is not described"


def find_missing_examples(operation: dict[str, Any]) -> Iterator[str]:
    for place, body in list_bodies(operation):
        if not body.get("examples"):
            yield f"{place} has no example"


def test_every_operation_is_described(document):
    assert len(list(list_operations(document))) > 25
    assert list(find_faults(document)) == []


def test_summaries_differ(document):
    summaries = [operation["summary"] for _, operation in list_operations(document)]
    assert len(summaries) == len(set(summaries))
    assert [summary for summary in summaries if len(summary) > 60 or summary.endswith(".")] == []


def test_no_tag_is_without_operations(document):
    used = {tag for _, operation in list_operations(document) for tag in operation["tags"]}
    assert {tag["name"] for tag in document["tags"]} == used


def test_examples_fit_their_schemas(document):
    registry = Registry().with_resource(DOCUMENT, Resource(document, DRAFT202012))
    wrong = []
    for name, operation in list_operations(document):
        for place, body in list_bodies(operation):
            schema = _make_absolute(body["schema"])
            validator = Draft202012Validator(schema, registry=registry)
            wrong += [
                f"{name}: {place}: {error.json_path} {error.message}"
                for example in body["examples"].values()
                for error in validator.iter_errors(example["value"])
            ]
    assert wrong == []


def _make_absolute(schema: Any) -> Any:
    """Let references begin at the document, since the schema is taken out of it."""
    if isinstance(schema, dict):
        return {
            key: DOCUMENT + value if key == "$ref" else _make_absolute(value) for key, value in schema.items()
        }
    return [_make_absolute(one) for one in schema] if isinstance(schema, list) else schema


def strip_examples(answer: dict[str, Any]) -> None:
    del answer["content"]["application/json"]["examples"]


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda operation: operation.pop("summary"), "no summary"),
        (lambda operation: operation.update(description=" "), "no description"),
        (lambda operation: operation.update(tags=["elsewhere"]), "not exactly one tag"),
        (lambda operation: operation.update(operationId="route_post"), "operationId 'route_post'"),
        (lambda operation: operation.update(operationId="getHealth"), "operationId 'getHealth'"),
        (lambda operation: operation["parameters"][0].pop("description"), "is not described"),
        (lambda operation: strip_examples(operation["responses"]["400"]), "no example"),
    ],
)
def test_the_check_sees_what_is_missing(spoil, fault):
    document = SchemaGenerator().get_schema(request=None, public=True)
    spoil(document["paths"]["/api/route/"]["get"])
    faults = list(find_faults(document))
    assert len(faults) == 1
    assert fault in faults[0]
