"""Pages about reports: the list, one report, its versions, two compared, citing, review of scans."""
