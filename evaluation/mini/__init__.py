"""How good the small model is at each of its parts, and any other model beside it."""
