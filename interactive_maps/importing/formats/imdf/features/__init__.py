"""Map features made of IMDF records."""
