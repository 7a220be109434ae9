"""The words people use when they ask for their rights, in six languages: data, read by the lexicon."""
