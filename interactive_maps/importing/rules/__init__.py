"""Rules: the meaning of layers, labels and properties, from defaults and a rule file."""
