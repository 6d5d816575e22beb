"""The reference store: a REST service with its own database, a carrier's label API, and outgoing mail.

It stands apart: agents reach it over HTTP alone, as they would any shop, and every rule is enforced here.
"""
