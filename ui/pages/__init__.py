"""The app's pages, one a module."""
