"""Event streams produced once as bytes and shared by many readers; batches and back-pressure, but no map data."""
