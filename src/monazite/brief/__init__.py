"""Findings, words and charts; HTML, Markdown, PDF and JSON."""
