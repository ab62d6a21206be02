"""Put first on PYTHONPATH, this hides a binary library, as on a machine without a wheel for it."""

raise ImportError("numpy is hidden")
