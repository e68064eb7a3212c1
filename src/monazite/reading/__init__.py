"""Documents to events and claims, each with the words it rests on."""
