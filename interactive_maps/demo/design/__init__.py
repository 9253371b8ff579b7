"""The design of a building: from a brief to storeys, rooms, walls, furniture and paths, in whole millimetres."""
