"""The internal layer of signs: what was printed, and what it was made for; imports leave it alone."""

from __future__ import annotations

from interactive_maps.mapdata.schema.layer import Layer

SIGNS = Layer(
    "signs",
    "signs",
    "Point",
    {
        **dict.fromkeys(("code", "kind", "target_origin", "target_key", "name"), "text"),
        "created_at": "timestamptz DEFAULT now()",
    },
    (),
    indexes={"idx_signs_code": "btree (code)"},
)
