"""What it is worth: projects, gap closed by year, holdings."""
