"""The demonstration: two invented firms, their systems of record, and the mails they get."""
