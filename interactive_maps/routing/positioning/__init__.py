"""Indoor positioning: a position without a floor becomes ranked candidates, each with its probability."""
