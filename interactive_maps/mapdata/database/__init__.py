"""Database access: pools, hosts, change notifications and table information."""
