"""The door every request comes through: store, decode, classify, route."""
