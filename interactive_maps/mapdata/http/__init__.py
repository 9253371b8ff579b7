"""The map over HTTP: parameters, views, ETags and the description of the API."""
