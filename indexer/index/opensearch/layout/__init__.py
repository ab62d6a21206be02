"""What a report becomes in the cluster, and how its text is asked for a wording: mapping, division, pairs."""
