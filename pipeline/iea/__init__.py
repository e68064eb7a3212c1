"""IEA Critical Minerals Data Explorer: mining and refining by country."""
