"""Tables, and beside them the shapes shown of them; one noun a file."""
