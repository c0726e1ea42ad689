"""Files in and out of the admin's lists: exported as they are filtered, imported through verbs after a preview."""
