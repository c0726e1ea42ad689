"""A whole procedure for the tests to break, one thing at a time."""

FRONT = """\
task_type: POST
platform: linkedin
content_type: post
title: Publish a thing
minutes: 6
proof_types: [URL, UPLOAD]
verified_on: 2026-11-22
"""
BODY = """\
## WHERE

There.

## HOW

1. Open it.
2. Press **Post**,
   and wait.

## TIPS

- Breathe.

## COMMON MISTAKES

- Haste.

## COMPLETION

Paste the link.
"""


def written(front: str = FRONT, body: str = BODY) -> str:
    return f"---\n{front}---\n{body}"
