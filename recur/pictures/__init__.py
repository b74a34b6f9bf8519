"""Pictures: a value laid out as a sheet of shapes, which one writer draws as SVG and another as PNG."""
