"""Career policy for the civil service, simulated."""
