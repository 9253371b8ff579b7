"""A walker that follows directions and knows nothing else."""
