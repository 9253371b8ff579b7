"""Notification channel for changes that affect routing."""

# Sent at the commit, once per transaction, and only for layers that routing uses: writers that notify wait for each
# other's commits.
CHANNEL = "interactive_maps_routing"
