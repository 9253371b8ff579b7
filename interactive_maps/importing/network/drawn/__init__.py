"""The network traced from drawn lines. Pure."""
