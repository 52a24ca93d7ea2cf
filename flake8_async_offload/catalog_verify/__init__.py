"""Holds catalogue files against the real packages: read from their source, never installed, never imported."""
