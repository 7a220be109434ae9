"""The public pages: templates, words in every language, and what they are made of; no HTTP."""
