"""The schema of the map: layers by declaration, and the tables that provisioning makes or adopts."""
