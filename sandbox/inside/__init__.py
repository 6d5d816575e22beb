"""What runs in the sandbox's own process; nothing here imports the application.

The application starts this package with an isolated interpreter and an empty environment, and speaks to it in
JSON lines. Nothing that it says is trusted: the other side reads it as data.
"""
