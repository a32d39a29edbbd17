"""Which URLs of a domain are its policies, over all the years, with a reason each. Pure: it asks, somebody else fetches."""
