"""Pictures of a floor, or of a place on it, for links that are shared."""
