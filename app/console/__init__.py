"""The handlers' console: plain ES modules in `ui/`, served as they are, and the page that starts them."""
