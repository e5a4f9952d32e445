"""Charts: values of the analysis become SVG and Altair charts, in one look."""
