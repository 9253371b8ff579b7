"""Networks of many floors, and the same queries to our engines, pgRouting and networkx."""
