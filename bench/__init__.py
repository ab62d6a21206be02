"""Measurements, beside the peers' in the same run. Nothing here is part of the product."""
