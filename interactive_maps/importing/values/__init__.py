"""Values as files write them: JSON, texts, levels and lengths. Pure."""
