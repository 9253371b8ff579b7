"""Recognition measured against plans whose rooms and doors are known."""
