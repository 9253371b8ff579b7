"""Sheets of signs: what is where on them, as PDF and as SVG. Needs packages that the servers do without."""
