"""The length of the drawing unit, the position of the drawing, and outliers."""
