"""Pages of administrators: people, groups, 分库, rights, jobs, index, storage, backups, the record of deeds."""
