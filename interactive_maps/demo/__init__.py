"""A believable building that nobody owns: invented from a seed, drawn as an architect would, one DXF a level.

``design`` invents it, ``drafting`` draws it, and only ``folder`` touches the disk.
"""
