"""USGS Minerals Yearbook, rare earths; and Data Series 140."""
