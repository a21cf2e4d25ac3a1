"""Equations that several processes share. Numbers or arrays in, numbers or arrays out; nothing is written."""
