"""A question as a cluster is asked it: conditions by card and by unit, what is counted, the plan, scripts."""
