"""Statistics: numbers in, numbers out. No SQL, no words."""
