"""Text with marks: Markdown and web pages."""
