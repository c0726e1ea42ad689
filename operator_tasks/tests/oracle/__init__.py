"""The state machine restated without Django, and random histories that hold the verbs against it."""
