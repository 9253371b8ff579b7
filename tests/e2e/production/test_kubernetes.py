"""The manifests: what their schemas say, what pods may do and know, and where each address leads."""

import copy
import os
import re
import subprocess
import sys

import jsonschema
import kubernetes_validate
import pytest
import yaml
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

from interactive_maps_backend_config import urls
from tests.databases import ROOT
from tests.e2e.production.images import read_environment, read_stages
from tests.e2e.production.manifests import (
    FILES,
    FOLDER,
    OBJECTS,
    VERSIONS,
    find,
    find_service,
    get_pod,
    list_gateway_paths,
    list_ingress_paths,
    list_workloads,
    validate,
)
from tests.e2e.production.test_containers import list_variables_read

LOCKED = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
# What each container is told, and no more: a job that signs nothing does not know the key, nor where Redis is.
DATABASE = {
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "POSTGRES_HOST",
    "POSTGRES_DB",
    "POSTGRES_USER",
    "POSTGRES_PASSWORD",
}
VARIABLES = {
    "backend": DATABASE
    | {"POD_IP", "POSTGRES_READ_HOSTS", "PG_OPTIONS", "REDIS_URL", "FORWARDED_ALLOW_IPS", "WEB_CONCURRENCY"},
    "migrate": DATABASE | {"ADMIN"},
    "import": DATABASE,
    "backup": DATABASE,
    "restore": DATABASE,
    "redis": set(),
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("one", OBJECTS, ids=lambda one: f"{one['kind']} {one['metadata']['name']}")
def test_each_object_is_what_its_schema_says(one, version):
    validate(one, version)


@pytest.mark.parametrize(
    ("kind", "name", "where", "value"),
    [
        ("HTTPRoute", "maps", ("spec", "rules", 0, "timeouts", "request"), "for ever"),
        ("HTTPRoute", "maps", ("spec", "rules", 0, "matches", 0, "path", "type"), "Prefix"),
        ("HTTPRoute", "maps", ("spec", "rules", 0, "timeout"), "0s"),
        ("Gateway", "maps", ("spec", "listeners", 0, "port"), "80"),
        ("ServiceMonitor", "maps-backend", ("spec", "endpoints", 0, "every"), "15s"),
        ("ServiceMonitor", "maps-backend", ("spec", "endpoints", 0, "interval"), "fifteen"),
        ("PrometheusRule", "interactive-maps", ("spec", "groups", 0, "rules", 0, "for"), "long"),
        ("Deployment", "maps-backend", ("spec", "replica"), 2),
    ],
)
def test_an_object_that_is_not_is_found_out(kind, name, where, value):
    spoilt = copy.deepcopy(find(kind, name))
    *way, last = where
    place = spoilt
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises((jsonschema.ValidationError, kubernetes_validate.ValidationError)):
        validate(spoilt)


def test_all_files_are_applied_but_examples_and_what_is_done_once():
    listed = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["resources"]
    assert len({"gateway.yaml", "ingress.yaml"} & set(listed)) == 1, "one way in"
    apart = {"secret.example.yaml", "import.yaml", "restore.yaml", "gateway.yaml", "ingress.yaml"} - set(
        listed
    )
    assert sorted(listed) == [path.name for path in FILES if path.name not in apart]
    assert {one["metadata"].get("namespace", "interactive-maps") for one in OBJECTS} == {"interactive-maps"}


def test_the_oldest_kubernetes_is_named():
    """A `preStop` that sleeps came with 1.29, behind a feature gate; 1.30 has it switched on."""
    assert (
        "sleep"
        in get_pod(find("Deployment", "maps-backend"))["spec"]["containers"][0]["lifecycle"]["preStop"]
    )
    for text in (
        (FOLDER / "kustomization.yaml").read_text(),
        (ROOT / "docs/how-to/run-on-kubernetes.md").read_text(),
    ):
        assert re.search(r"1\.30 or later", text)
        assert "PodLifecycleSleepAction" in text


def is_selected(labels, selector):
    """Return whether a NetworkPolicy's selector takes pods with these labels."""
    wanted = selector.get("matchLabels", {}).items() <= labels.items()
    return wanted and all(
        labels.get(rule["key"]) in rule["values"] for rule in selector.get("matchExpressions", [])
    )


@pytest.mark.parametrize("one", list_workloads(), ids=lambda one: one["metadata"]["name"])
def test_no_pod_can_do_more_than_it_needs(one):
    labels, pod = get_pod(one)["metadata"]["labels"], get_pod(one)["spec"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert container["securityContext"] == LOCKED
        assert {"requests", "limits"} <= set(container["resources"])
    policies = [one["spec"] for one in OBJECTS if one["kind"] == "NetworkPolicy"]
    (policy,) = [policy for policy in policies if is_selected(labels, policy["podSelector"])]
    assert set(policy["policyTypes"]) == {"Ingress", "Egress"}


def list_variables(container):
    """Return the names of the variables that a container gets."""
    names = [variable["name"] for variable in container.get("env", [])]
    for source in container.get("envFrom", []):
        assert set(source) == {"configMapRef"}, "of a Secret each key is asked for by its name"
        names += find("ConfigMap", source["configMapRef"]["name"])["data"]
    assert len(names) == len(set(names)), "none is said twice"
    return set(names)


@pytest.mark.parametrize("one", list_workloads(), ids=lambda one: one["metadata"]["name"])
def test_no_container_knows_more_than_it_needs(one):
    for container in get_pod(one)["spec"]["containers"]:
        assert list_variables(container) == VARIABLES[container["name"]]
        known = {v["name"]: v for v in container.get("env", [])}
        signs = "valueFrom" in known.get("SECRET_KEY", {})
        assert signs is (container["name"] == "backend"), "who signs nothing does not know the key"


@pytest.mark.parametrize("name", ["maps-migrate", "maps-import", "maps-backup", "maps-restore"])
def test_a_job_starts_with_the_variables_that_it_has(name):
    (one,) = [one for one in list_workloads() if one["metadata"]["name"] == name]
    (container,) = get_pod(one)["spec"]["containers"]
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]}
        | {v["name"]: v.get("value", "x") for v in container["env"] if v["name"] != "ADMIN"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_backend_is_probed_drained_spread_and_scaled():
    deployment = find("Deployment", "maps-backend")
    pod = get_pod(deployment)["spec"]
    (container,) = pod["containers"]
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
    assert mounted == {"/tmp", read_environment("backend")["STREAM_SPOOL_DIR"]}


def test_every_name_that_is_referred_to_is_there():
    for one in list_workloads():
        for container in get_pod(one)["spec"]["containers"]:
            assert list_variables(container) - {"POD_IP"} <= list_variables_read(), (
                "the application reads each"
            )
            for variable in container.get("env", []):
                if reference := variable.get("valueFrom", {}).get("secretKeyRef"):
                    assert reference["key"] in find("Secret", reference["name"])["stringData"]
        for volume in get_pod(one)["spec"].get("volumes", []):
            if claim := volume.get("persistentVolumeClaim"):
                find("PersistentVolumeClaim", claim["claimName"])
    data = find("ConfigMap", "interactive-maps")["data"]
    assert find("Pooler", data["POSTGRES_HOST"])["spec"]["pgbouncer"]["poolMode"] == "transaction"
    cluster = find("Cluster", "maps-database")
    assert data["POSTGRES_READ_HOSTS"] == f"{cluster['metadata']['name']}-ro:5432"
    assert data["POSTGRES_DB"] == cluster["spec"]["bootstrap"]["initdb"]["database"]
    find("Service", re.match(r"redis://(\w+):", data["REDIS_URL"])[1])
    monitor = find("ServiceMonitor", "maps-backend")["spec"]
    assert (
        monitor["selector"]["matchLabels"].items()
        <= find("Service", "maps-backend")["metadata"]["labels"].items()
    )
    images = {
        image["name"] for image in yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["images"]
    }
    for one in list_workloads():
        (container,) = get_pod(one)["spec"]["containers"]
        ours = re.sub(r"^registry\.example\.org/|:1$", "", container["image"])
        assert ours in images | {"redis:8-alpine"}


def iterate_addresses(patterns, before="/"):
    """Yield an address for each pattern of a URLconf, with something for what is left open in it."""
    for pattern in patterns:
        if isinstance(pattern.pattern, RoutePattern):
            path = before + re.sub(
                r"<(?:(\w+):)?\w+>", lambda match: "7" if match[1] == "int" else "x", str(pattern.pattern)
            )
        else:
            path = before + "anything"
        if isinstance(pattern, URLResolver):
            yield from iterate_addresses(pattern.url_patterns, path)
        else:
            assert isinstance(pattern, URLPattern)
            yield path


@pytest.mark.parametrize("list_paths", [list_ingress_paths, list_gateway_paths])
def test_every_address_but_the_metrics_leads_to_the_backends(list_paths):
    paths = list_paths()
    addresses = {
        *iterate_addresses(urls.urlpatterns),
        "/static/viewer/map.1234567890ab.js",
        "/admin/",
        "/admin/login/",
    }
    assert {
        "/",
        "/embed/",
        "/api/rooms/",
        "/api/tiles/x/x/x/x.mvt",
        "/api/spaces/7/",
        "/metrics",
    } <= addresses
    for address in addresses - {"/metrics"}:
        assert find_service(paths, address) == "maps-backend", address
    for address in ("/metrics", "/metrics/"):
        assert find_service(paths, address) == "maps-nowhere"
    assert "selector" not in find("Service", "maps-nowhere")["spec"], "no pod answers there"
    # Only the metrics' own address is kept inside: one that begins alike is the backends' to say 404 to.
    assert find_service(paths, "/metricsfoo") == "maps-backend"


def test_both_ways_in_hold_nothing_back():
    notes = find("Ingress", "maps")["metadata"]["annotations"]
    options = {name.partition("/")[2]: value for name, value in notes.items()}
    assert options["proxy-buffering"] == "off"
    assert int(options["proxy-read-timeout"]) > 15, "longer than the silence between two heartbeats"
    for rule in find("HTTPRoute", "maps")["spec"]["rules"]:
        if rule["backendRefs"][0]["name"] == "maps-backend":
            assert rule["timeouts"] == {"request": "0s"}, "none: Envoy's own is 15 s"


def test_the_gateway_serves_by_https_and_sends_the_rest_there():
    gateway = find("Gateway", "maps")["spec"]
    listeners = {listener["name"]: listener for listener in gateway["listeners"]}
    for name, section in (("maps", "https"), ("maps-to-https", "http")):
        (parent,) = find("HTTPRoute", name)["spec"]["parentRefs"]
        assert parent == {"name": "maps", "sectionName": section}
        assert find("HTTPRoute", name)["spec"]["hostnames"] == [listeners[section]["hostname"]]
    (rule,) = find("HTTPRoute", "maps-to-https")["spec"]["rules"]
    assert rule["filters"][0]["requestRedirect"]["scheme"] == "https"
    tls = find("Ingress", "maps")["spec"]["tls"][0]["secretName"]
    assert listeners["https"]["tls"]["certificateRefs"] == [{"name": tls}]


def test_the_operator_gets_the_alerts_that_prometheus_gets():
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yaml").read_text())
    message = (
        "alerts.yaml of Kubernetes has deploy/prometheus/alerts.yaml under `spec`: copy what was changed"
    )
    assert find("PrometheusRule", "interactive-maps")["spec"] == rules, message


def test_what_prometheus_is_to_find_has_the_label_that_it_looks_for():
    monitor, rule = find("ServiceMonitor", "maps-backend"), find("PrometheusRule", "interactive-maps")
    assert monitor["metadata"]["labels"] == rule["metadata"]["labels"] == {"release": "kube-prometheus-stack"}
