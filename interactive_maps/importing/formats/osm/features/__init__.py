"""Map features made from elements."""
