"""A demo building: generated from a seed and drawn as an architect would, one DXF per level.

``design`` generates it, ``drafting`` draws it, and only ``folder`` accesses the disk.
"""
