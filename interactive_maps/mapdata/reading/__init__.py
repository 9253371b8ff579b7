"""Layer queries of requests: pages, streams, tiles and single items."""
