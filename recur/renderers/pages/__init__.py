"""A report as one HTML page that stands alone: native MathML, inline SVG, no script, no address outside it."""
