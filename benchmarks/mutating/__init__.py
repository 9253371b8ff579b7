"""Small changes to pure modules, to see whether the unit tests beside them notice."""
