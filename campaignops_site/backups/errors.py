"""Why there is no backup, or no restore."""


class BackupRefused(Exception):
    """Nothing was changed; the text says what to do."""
