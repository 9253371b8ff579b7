"""Routing: the graph, the engines that search it, profiles, closures and directions."""
