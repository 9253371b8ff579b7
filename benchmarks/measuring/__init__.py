"""Tools of every benchmark: data, servers, a cheap client, an alternating clock, a table."""
