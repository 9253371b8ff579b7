"""The tables that search reads, and the triggers that keep them current."""
