"""How well the assistant answers, measured on cases."""
