"""Map features made of elements."""
