"""雷同: which passages of a report stand in other reports. Text is compared, people judge."""
