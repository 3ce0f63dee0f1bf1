"""The sentences above the pages and their charts, made from the answers they stand on."""
