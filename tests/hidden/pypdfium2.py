"""Put first on PYTHONPATH, this hides a binary library, as on a machine without a wheel for it."""

raise ImportError("pypdfium2 is hidden")
