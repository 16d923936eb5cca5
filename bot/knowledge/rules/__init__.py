"""The editorial rules, one module for each thing an editor looks at."""
