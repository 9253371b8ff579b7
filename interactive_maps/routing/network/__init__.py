"""The network in memory: edges, nodes, the graph, walls and closed arcs. Pure."""
