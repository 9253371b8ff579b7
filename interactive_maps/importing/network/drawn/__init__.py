"""The network traced from lines that were drawn to be walked on. Pure."""
