"""Every SELECT of the house, with a name; one noun a file."""
