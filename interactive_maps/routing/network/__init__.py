"""The network in memory: edges, nodes, the graph, walls, and what closes its arcs. Pure."""
