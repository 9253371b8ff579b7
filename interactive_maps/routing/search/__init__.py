"""Route search on one network snapshot: snapping, shortest paths, stop order, isochrones."""
