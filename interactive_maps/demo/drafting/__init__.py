"""The building's drawings: sheets, blocks, lettering and dimensions, as DXF."""
