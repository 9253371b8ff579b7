"""How much one client address may ask for: requests in a time, and streams at once."""
