"""How the part of ``mini`` that turns word problems into programs is trained."""
