"""The manifests: Kubernetes' own kinds by its published schemas, others by the fields that operators document."""

import re

import kubernetes_validate
import pytest
import yaml

from tests.databases import ROOT
from tests.e2e.production.images import read_stages
from tests.e2e.production.test_containers import list_variables_read

FOLDER = ROOT / "deploy/kubernetes"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml")
OBJECTS = [one for path in FILES for one in yaml.safe_load_all(path.read_text())]
SCHEMAS = "1.33"
LOCKED = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}

# No package ships the schemas of these: kind -> the fields of `spec` that we use, as the operators' references name
# them, each with the type of its value. What is not in here fails.
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
    ("monitoring.coreos.com/v1", "ServiceMonitor"): {"selector": dict, "endpoints": list},
}


def find(kind, name):
    """Return the one object of that kind and name."""
    (found,) = (one for one in OBJECTS if (one["kind"], one["metadata"]["name"]) == (kind, name))
    return found


def get_pod(one):
    return one["spec"]["template"]["spec"]


@pytest.mark.parametrize("one", OBJECTS, ids=lambda one: f"{one['kind']} {one['metadata']['name']}")
def test_each_object_is_what_its_schema_says(one):
    fields = OPERATORS.get((one["apiVersion"], one["kind"]))
    if fields is None:
        kubernetes_validate.validate(one, SCHEMAS, strict=True)
        return
    assert set(one) == {"apiVersion", "kind", "metadata", "spec"}
    assert set(one["spec"]) <= set(fields)
    for field, value in one["spec"].items():
        assert isinstance(value, fields[field]), field


def test_all_files_are_applied_but_the_example():
    listed = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["resources"]
    assert sorted(listed) == [path.name for path in FILES if path.name != "secret.example.yaml"]
    assert {one["metadata"].get("namespace", "interactive-maps") for one in OBJECTS} == {"interactive-maps"}


@pytest.mark.parametrize("name", ["maps-backend", "redis", "maps-migrate"])
def test_no_pod_can_do_more_than_it_needs(name):
    one = find("Job" if name == "maps-migrate" else "Deployment", name)
    pod = get_pod(one)
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert container["securityContext"] == LOCKED
        assert {"requests", "limits"} <= set(container["resources"])
    policy = find("NetworkPolicy", name)["spec"]
    assert set(policy["policyTypes"]) == {"Ingress", "Egress"}
    assert (
        policy["podSelector"]["matchLabels"].items() <= one["spec"]["template"]["metadata"]["labels"].items()
    )


def test_the_backend_is_probed_drained_spread_and_scaled():
    deployment = find("Deployment", "maps-backend")
    pod, (container,) = get_pod(deployment), get_pod(deployment)["containers"]
    assert container["livenessProbe"]["httpGet"]["path"] == "/api/health/live/"
    assert container["readinessProbe"]["httpGet"]["path"] == "/api/health/ready/"
    pause = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pause + 10 < pod["terminationGracePeriodSeconds"], "gunicorn's graceful_timeout fits in"
    assert {rule["topologyKey"] for rule in pod["topologySpreadConstraints"]} == {
        "kubernetes.io/hostname",
        "topology.kubernetes.io/zone",
    }
    assert "replicas" not in deployment["spec"], "the autoscaler's number would be overwritten"
    metric = find("HorizontalPodAutoscaler", "maps-backend")["spec"]["metrics"][0]["pods"]["metric"]["name"]
    assert metric in (ROOT / "interactive_maps/streaming/metrics.py").read_text()
    assert metric in find("ConfigMap", "maps-adapter-rules")["data"]["rules.yaml"]
    assert str(pod["securityContext"]["runAsUser"]) in read_stages()["backend"].find("USER")[0]
    mounted = {mount["mountPath"] for mount in container["volumeMounts"]}
    assert mounted == {"/tmp", find("ConfigMap", "interactive-maps")["data"]["STREAM_SPOOL_DIR"]}


def test_every_name_that_is_referred_to_is_there():
    container = get_pod(find("Deployment", "maps-backend"))["containers"][0]
    keys = dict.fromkeys(find("ConfigMap", "interactive-maps")["data"])
    keys |= find("Secret", "interactive-maps")["stringData"]
    keys |= {variable["name"]: None for variable in container["env"] if variable["name"] != "POD_IP"}
    assert set(keys) <= list_variables_read(), "the application reads each"
    owner = find("Secret", "maps-database-owner")["stringData"]
    for variable in container["env"]:
        if reference := variable.get("valueFrom", {}).get("secretKeyRef"):
            assert reference["name"] == "maps-database-owner"
            assert reference["key"] in owner
    data = find("ConfigMap", "interactive-maps")["data"]
    assert find("Pooler", data["POSTGRES_HOST"])["spec"]["pgbouncer"]["poolMode"] == "transaction"
    cluster = find("Cluster", "maps-database")
    assert data["POSTGRES_READ_HOSTS"] == f"{cluster['metadata']['name']}-ro:5432"
    assert data["POSTGRES_DB"] == cluster["spec"]["bootstrap"]["initdb"]["database"]
    find("Service", re.match(r"redis://(\w+):", data["REDIS_URL"])[1])
    service = find("Service", "maps-backend")
    for path in find("Ingress", "maps")["spec"]["rules"][0]["http"]["paths"]:
        assert path["backend"]["service"]["name"] == service["metadata"]["name"]


def test_the_ingress_holds_nothing_back():
    notes = find("Ingress", "maps")["metadata"]["annotations"]
    options = {name.partition("/")[2]: value for name, value in notes.items()}
    assert options["proxy-buffering"] == "off"
    assert int(options["proxy-read-timeout"]) > 15, "longer than the silence between two heartbeats"
