"""The manifests in deploy/kubernetes: objects by name, the schemas they keep to, and where an address leads."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
import yaml
from jsonschema import Draft202012Validator

from tests.databases import ROOT

FOLDER = ROOT / "deploy/kubernetes"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml")
OBJECTS = [one for path in FILES for one in yaml.safe_load_all(path.read_text())]
# The oldest that is promised, and the newest that is known.
VERSIONS = ("1.29", "1.37")

# Schemas of custom resources, without their descriptions: the Gateway API's (version 1) from the npm package
# @kubernetes-models/gateway-api 0.5.1, the Prometheus operator's from the Python package
# cloudcoil-models-prometheus-operator 0.80.1.
SCHEMAS = Path(__file__).parent / "schemas"
# No package ships CloudNativePG's: kind -> the fields of `spec` that we use, as the operator's reference names them,
# each with the type of its value. What is not in here fails.
OPERATORS = {
    ("postgresql.cnpg.io/v1", "Cluster"): {
        "instances": int,
        "imageName": str,
        "bootstrap": dict,
        "postgresql": dict,
        "storage": dict,
        "resources": dict,
        "affinity": dict,
        "plugins": list,
    },
    ("postgresql.cnpg.io/v1", "Pooler"): {"cluster": dict, "instances": int, "type": str, "pgbouncer": dict},
    ("postgresql.cnpg.io/v1", "ScheduledBackup"): {
        "schedule": str,
        "backupOwnerReference": str,
        "cluster": dict,
        "method": str,
        "pluginConfiguration": dict,
    },
    ("barmancloud.cnpg.io/v1", "ObjectStore"): {"retentionPolicy": str, "configuration": dict},
}


def find(kind: str, name: str) -> dict[str, Any]:
    """Return the one object of that kind and name."""
    (found,) = (one for one in OBJECTS if (one["kind"], one["metadata"]["name"]) == (kind, name))
    return found


def get_pod(one: dict[str, Any]) -> dict[str, Any]:
    """Return what the pods of a Deployment, a Job or a CronJob are told."""
    spec = one["spec"]["jobTemplate"]["spec"] if one["kind"] == "CronJob" else one["spec"]
    return spec["template"]


def list_workloads() -> list[dict[str, Any]]:
    """Return what runs pods of ours."""
    return [one for one in OBJECTS if one["kind"] in {"Deployment", "Job", "CronJob"}]


def validate(one: dict[str, Any], version: str = VERSIONS[-1]) -> None:
    """Raise if the object is not what its schema says; a field that is not in the schema is an error too."""
    if (SCHEMAS / f"{one['kind']}.json").exists():
        _load_validator(one["kind"]).validate(one)
    elif fields := OPERATORS.get((one["apiVersion"], one["kind"])):
        assert set(one) == {"apiVersion", "kind", "metadata", "spec"}
        assert set(one["spec"]) <= set(fields)
        for field, value in one["spec"].items():
            assert isinstance(value, fields[field]), field
    else:
        kubernetes_validate.validate(one, version, strict=True)


@cache
def _load_validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(_close(json.loads((SCHEMAS / f"{kind}.json").read_text())))


def _close(schema: Any) -> Any:
    """Let no object have fields that its schema does not name: the API server would drop them in silence."""
    if isinstance(schema, list):
        return [_close(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _close(part) for name, part in copy.copy(schema).items()}
    if isinstance(closed.get("properties"), dict) and isinstance(schema.get("type"), str):
        closed.setdefault("additionalProperties", False)
    return closed


def list_ingress_paths() -> list[tuple[str, str, str]]:
    """Return (type, path, Service) of the Ingress."""
    (rule,) = find("Ingress", "maps")["spec"]["rules"]
    return [
        (path["pathType"], path["path"], path["backend"]["service"]["name"]) for path in rule["http"]["paths"]
    ]


def list_gateway_paths() -> list[tuple[str, str, str]]:
    """Return (type, path, Service) of the HTTPRoute, in the words of the Ingress."""
    kinds = {"PathPrefix": "Prefix", "Exact": "Exact"}
    return [
        (kinds[match["path"]["type"]], match["path"]["value"], backend["name"])
        for rule in find("HTTPRoute", "maps")["spec"]["rules"]
        for match in rule["matches"]
        for backend in rule["backendRefs"]
    ]


def find_service(paths: list[tuple[str, str, str]], address: str) -> str | None:
    """Return the Service that an address leads to, by the rules that Ingress and HTTPRoute share.

    A prefix means whole elements of a path; an exact path wins over prefixes, a longer prefix over a shorter one.
    """
    found = [
        (kind == "Exact", len(path), service)
        for kind, path, service in paths
        if address == path
        or (kind == "Prefix" and (path == "/" or address.startswith(path.rstrip("/") + "/")))
    ]
    return max(found)[2] if found else None
