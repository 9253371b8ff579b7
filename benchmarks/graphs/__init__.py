"""Networks of many floors, and the same questions to our engines, to pgRouting and to networkx."""
