"""Reading: a link, file or folder becomes tabs of cells, and those become typed rows and findings."""
