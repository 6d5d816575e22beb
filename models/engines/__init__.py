"""What runs a model's weights on this machine: one protocol, and an engine for each library that can."""
