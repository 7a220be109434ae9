"""From findings to the package the person downloads."""
