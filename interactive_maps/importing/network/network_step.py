"""The step of an import that makes the network."""

from __future__ import annotations

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network import rules as network_rules
from interactive_maps.importing.network.derived.derivation import derive_network
from interactive_maps.importing.network.drawn.drawn_lines import Kinds
from interactive_maps.importing.network.drawn.tracing import trace_network
from interactive_maps.importing.network.graph import Graph
from interactive_maps.importing.network.neighbour_search import Crowded
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.rules.rule_file import GUESS, Rules


def make_network(draft: MapDraft, rules: Rules | None = None) -> None:
    """Fill the draft's nodes and edges, from its drawn lines if it has any, else from its spaces and what joins them.

    ``rules`` tell which layers are stairs and lifts, and whether spaces without an opening get one. The report gets
    counts, and issues on what was split, guessed or cannot be reached. Existing nodes and edges of the draft are
    replaced.
    """
    issues = IssueCollector()
    try:
        graph = _build(draft, rules, issues)
    except Crowded:
        graph = None
        issues.note(network_rules.CROWDED_LEVEL, "network", draft.source)
    draft.nodes.clear()
    draft.edges.clear()
    if graph is not None:
        graph.write(draft)
    for kind, listed in (("edge", draft.edges), ("opening", draft.openings)):
        if listed:
            draft.report.counts[kind] = len(listed)
    issues.flush_to(draft.report)


def _build(draft: MapDraft, rules: Rules | None, issues: IssueCollector) -> Graph | None:
    if draft.network:
        return trace_network(draft, draft.network, Kinds(rules), issues)
    if draft.spaces or draft.walked:
        return derive_network(draft, issues, guess=rules is not None and rules.doors == GUESS)
    return None
