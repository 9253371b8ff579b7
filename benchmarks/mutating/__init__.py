"""Small changes to pure modules, and whether the unit tests beside them notice."""
