"""Law as dated data: measures, timelines on two clocks, standing on a day."""
