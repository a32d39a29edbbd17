"""What becomes of versions: one timeline across URLs, the class of each change, rulings on noise, diffs."""
