"""The exact index of our own: where every two neighbouring characters stand, in files that never change."""
