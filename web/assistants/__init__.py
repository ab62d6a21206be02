"""The door for assistants over HTTP: `mcp_endpoint` at /mcp, and what stands in /llms.txt."""
