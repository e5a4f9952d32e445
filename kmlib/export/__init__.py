"""Export: what people take away, and workbooks to begin with."""
