"""The viewer: one page over the HTTP API, its modules as static files, and two pages for browsers without scripts."""
