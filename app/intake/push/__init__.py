"""Mail that a provider posts to us as raw MIME; a module a provider, each with its own proof of it."""
