"""What the product costs, measured against what it stands on. Run with `make bench`."""
