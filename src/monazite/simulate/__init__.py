"""The weekly engine: stocks, flows, rationing, prices, ensembles."""
