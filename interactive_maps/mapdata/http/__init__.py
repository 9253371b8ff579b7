"""HTTP interface of the map: parameters, views, ETags and OpenAPI descriptions."""
