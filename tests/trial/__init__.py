"""The commands of the documentation, run on a bare machine: ``scripts/trial``, docs/how-to/release.md."""
