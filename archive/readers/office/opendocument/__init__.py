"""OpenDocument texts (ISO/IEC 26300): list styles and how they count."""
