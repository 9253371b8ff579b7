"""What tags say: access, categories, levels, names, and whether an element matters indoors."""
