"""The images, built and run for real on a machine without a container engine: ``scripts/containers --check``."""
