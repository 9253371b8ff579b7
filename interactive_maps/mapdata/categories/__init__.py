"""Categories of things: what people call them, which of them a room's name means, and how they are shown."""
