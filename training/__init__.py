"""How the weights that ship inside are made and measured."""
