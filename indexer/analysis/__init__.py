"""Text to words: jieba, pinyin, synonyms. They rank, suggest and relate; they never decide what is found."""
