"""What a standing touches: a bill of materials, or the links of a network."""
