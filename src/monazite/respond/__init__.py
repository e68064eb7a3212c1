"""What helps: stockpile and capacity plan under a budget."""
