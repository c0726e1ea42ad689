"""Plan generators: what fills a plan's draft, and the interface for a strategy module from outside.

A generator is an object with a `name` and a `draft(campaign)` that returns a `PlanDraft`; it reads the campaign
and writes nothing. Register it at start-up with `register(generator)`, and it can be chosen by name wherever a
plan is made. The verb `campaigns.domain.plans.generate_plan` stores the draft as the next version.
"""

from campaigns.plan_generators.base import PlanDraft, PlanGenerator, generator_named, names, register
from campaigns.plan_generators.outline import OutlineGenerator

register(OutlineGenerator())

__all__ = ["OutlineGenerator", "PlanDraft", "PlanGenerator", "generator_named", "names", "register"]
