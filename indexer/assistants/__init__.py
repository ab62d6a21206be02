"""What an assistant (a language model with tools) may ask: the protocol MCP and its tools, for every door alike."""
