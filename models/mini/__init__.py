"""The model that ships inside: it needs no key, no network and no graphics card."""
