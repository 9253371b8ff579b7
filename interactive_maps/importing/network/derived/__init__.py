"""The network derived from spaces and the openings between them. Pure."""
