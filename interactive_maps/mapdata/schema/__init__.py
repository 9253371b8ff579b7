"""Schema of the map: declared layers, and the tables that provisioning creates or adopts."""
