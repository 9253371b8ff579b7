"""CAD entities: parsed, and block references expanded."""
