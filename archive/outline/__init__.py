"""The outline of a text: headings (章/节/条, 一、（一）1.（1）①, 一是…), how they nest, what part each section is."""
