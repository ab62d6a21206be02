"""The engines that propose reports: memory (the oracle) and embedded (words and grams), one protocol, one law."""
