"""HTTP processing common to all requests: security headers, CORS, records, static files."""
