"""How are figures drawn? Pictures in SVG and coloured tables, worked out as numbers; the templates write them."""
