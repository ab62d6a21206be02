"""Files on the disk: the originals, care for what a power cut must not take, locks and leases."""
