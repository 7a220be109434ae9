"""HTTP only: one audience or noun a file."""
