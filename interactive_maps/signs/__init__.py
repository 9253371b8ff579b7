"""Signs: QR codes on doors, lifts and halls whose short links open the map there; sheets to print, and the links."""
