"""How long a drawing unit is, where the drawing lies, and what lies far off."""
