"""A believable building that nobody owns: invented from a seed, drawn as an architect would, one DXF a level.

``brief -> layout -> building`` is pure thinking in whole millimetres; only ``drawing`` and its neighbours
(``sheet``, ``blocks``, ``annotation``) know DXF, and only ``folder`` touches the disk.
"""
