"""The drawings of the building: sheets, blocks, lettering and dimensions, as DXF."""
