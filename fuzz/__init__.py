"""Programs that try bytes nobody would think of; `make fuzz` runs each for a while."""
