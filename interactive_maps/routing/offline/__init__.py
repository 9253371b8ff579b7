"""The network in a form for routers without a server: columns of numbers, places, closures by hours, and texts."""
