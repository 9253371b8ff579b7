"""The channel on which the database tells of changes that routes depend on."""

# What routes hang on is told to those who listen, at the commit and once for each transaction; not every layer's
# changes, because writers who notify wait for one another's commits.
CHANNEL = "interactive_maps_routing"
