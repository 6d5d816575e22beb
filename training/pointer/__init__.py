"""How the part of ``mini`` that chooses, fills and reads is trained."""
