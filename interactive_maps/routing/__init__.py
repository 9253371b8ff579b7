"""Ways through the map: the graph, the engines that search it, profiles, closures, and the answers made of them."""
