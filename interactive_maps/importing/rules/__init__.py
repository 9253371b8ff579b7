"""Rules: what layers, labels and properties mean, from defaults and a rule file."""
