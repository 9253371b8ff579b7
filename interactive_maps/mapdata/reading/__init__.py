"""SQL that reads layers for requests: pages, streams, tiles and single items."""
