"""The rules of law, pure: deadlines, holidays, rights, authorities, retention."""
