"""How fast and how large: reading and loading (`bench.intake`), pages (`bench.pages`)."""
