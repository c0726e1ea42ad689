"""Backups: the database as it is at one moment, every upload, and a manifest by which a restore is checked."""
