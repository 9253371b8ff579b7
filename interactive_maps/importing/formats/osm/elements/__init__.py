"""Elements of a file that are kept, and their geometries."""
