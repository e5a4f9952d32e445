"""Reading: a link, file or folder becomes tabs of cells, then typed rows and findings."""
