"""What the schema says of the API as a whole, and of each of its chapters."""

ABOUT = """\
Everything that a person can do in CampaignOps, a program can do here: the same rules, the same refusals, the same
audit log. CampaignOps runs marketing campaigns with a human operator in the loop; it never posts by itself.

- **Who asks**: a token as `Authorization: Bearer cops_…`, made in Settings, or the session of who is signed in.
- **Refusals** are `application/problem+json` (RFC 9457): `detail` says what to do next, `errors` names the fields,
  and `type` leads to what it means.
- **Nothing happens twice**: send an `Idempotency-Key` with a POST, and send it again as often as you need to.
- **Nobody's work is lost**: PUT, PATCH and DELETE name the version that you saw, as `If-Match` or `version`.
- **Lists** come in pages: `page` and `page_size`, and `next` and `previous` to go on.
"""

TAGS = [
    {"name": name, "description": text}
    for name, text in {
        "clients": "Clients of the agency, each with its time zone.",
        "accounts": "The accounts of clients on platforms: where a post goes out.",
        "campaigns": "Campaigns from brief to end: their plans, calendars, tasks and weekly summaries.",
        "calendar-items": "What goes out on which platform and when.",
        "tasks": "The work of operators: completed with proof, blocked, moved, assigned.",
        "metrics": "Numbers that platforms tell, logged by hand or imported.",
        "sops": "Procedures, by which tasks are done, and their versions.",
        "platforms": "What is known of each platform: forms of proof, limits of text.",
        "audit-log": "Who did what, when and by which door; nobody can change it.",
        "jobs": "What runs by itself, and its runs; for managers.",
        "automation": "Whether jobs run at all; for managers.",
        "away-periods": "Days on which people are not there; nobody is given work for them by rule.",
        "calendar-links": "Secret addresses that show one's work in a calendar program.",
        "sop-reports": "What operators find wrong in procedures, and what managers answer.",
        "search": "Tasks, campaigns, clients and planned posts, found by words.",
        "me": "Who asks, and what they may do.",
        "webhooks": "Messages to other programs when something happens; for managers.",
    }.items()
]
