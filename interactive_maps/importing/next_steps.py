"""Messages at the end of an import: what else is on the map, and what to do next."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network import Reach
from interactive_maps.mapdata.edits.import_sources import ImportSource
from interactive_maps.ops.sentences import list_some


def list_next_steps(drafts: Sequence[MapDraft], others: Sequence[ImportSource]) -> Iterator[str]:
    """Yield sentences on published ``drafts`` and the ``others`` on the map; the last one is what to do."""
    if others:
        names = list_some([source.name for source in others], most=3)
        yield f"Also on the map: {names}. Remove a source with `remove_map SOURCE`."
    if any(draft.rooms for draft in drafts) and not any(draft.edges for draft in drafts):
        yield (
            "No lines to walk along were found, so there are no routes yet: "
            "docs/how-to/import-a-drawing.md says how to draw them."
        )
    lost = next((draft.source for draft in drafts if _is_on_no_level(draft)), None)
    if lost and any(source.levels for source in others):
        yield (
            f"Next: set the level of {lost}, --level 0 for the ground floor, and import it again: "
            "plans without a level are not shown beside others."
        )
    else:
        yield "Next: look at the map; correct layers and labels with --rules and import again."


def describe_reach(reach: Reach, *, guesses: bool) -> Iterator[str]:
    """Yield how much of the map can be reached, and how to guess doors, unless the import ``guesses``."""
    if reach.named:
        start = "from an entrance" if reach.entrances else "from one another, as no entrance is drawn"
        share = math.floor(reach.share * 1000) / 10
        yield f"Named spaces that can be reached {start}: {reach.reached:,} of {reach.named:,} ({share:g} %)."
    if reach.closed:
        advice = (
            "they border no corridor or area where a door could be guessed."
            if guesses
            else "--doors guess gives each an opening where it borders a corridor or an area."
        )
        yield (
            f"{reach.closed:,} of {reach.spaces:,} spaces cannot be reached because nothing leads into them: {advice}"
        )


def _is_on_no_level(draft: MapDraft) -> bool:
    levels = {room.level for room in draft.rooms} | {line.level for line in draft.lines}
    return not draft.levels and levels == {None}
