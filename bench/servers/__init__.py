"""The servers that could carry Rapport, each under the same bare application and the same load."""
