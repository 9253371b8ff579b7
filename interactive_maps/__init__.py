"""Floor plans come in at one door, and go out as streams, pages, routes and pictures."""

VERSION = "0.1.0"
