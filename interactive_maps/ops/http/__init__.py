"""What happens to every request: security headers, CORS, records, static files."""
