"""Events as bytes, produced once and read by many. Knows batches and back-pressure; no rooms, no floors."""
