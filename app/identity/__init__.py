"""How a person is known: levels as data, and the ways to reach them."""
