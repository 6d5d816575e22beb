"""A carrier: rates, labels to print, and where a parcel is. A service of its own, which the store asks over HTTP."""
