"""What a serving process keeps between requests: its workspace, pages made lately, memory shared with others."""
