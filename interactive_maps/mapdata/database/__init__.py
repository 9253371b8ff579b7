"""Connections to the database: pools, hosts, change notifications, and what the tables look like."""
