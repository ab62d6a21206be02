"""Put first on PYTHONPATH, this hides the binary accelerator, as on a machine without a wheel for it."""

raise ImportError("rjieba is hidden")
