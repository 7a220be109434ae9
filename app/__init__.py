"""Utdrag turns every request about personal data into a case and answers it in time."""
