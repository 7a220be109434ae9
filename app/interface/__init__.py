"""The API as people read it: described in their language, and proven to be drawable."""
