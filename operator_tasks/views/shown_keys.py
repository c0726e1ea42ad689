"""API tokens and calendar links as lists of the settings show them: state as word, tone and drawing."""

from dataclasses import dataclass

from campaigns.choices import ApiScope
from campaigns.domain.key_states import KeyState
from campaigns.models import ApiToken, CalendarFeed

# Old ones that were revoked are all that is ever left out: of those that work nobody may have so many.
MOST_SHOWN = 100
LOOKS = {
    KeyState.WORKS: ("success", "check"),
    KeyState.EXPIRED: ("attention", "clock"),
    KeyState.REVOKED: ("neutral", "block"),
}


@dataclass(frozen=True)
class ShownKey:
    row: ApiToken | CalendarFeed
    state: KeyState

    @property
    def tone(self) -> str:
        return LOOKS[self.state][0]

    @property
    def icon(self) -> str:
        return LOOKS[self.state][1]

    @property
    def may_be_revoked(self) -> bool:
        return self.state is KeyState.WORKS

    @property
    def scopes(self) -> list[str]:
        """The first words of a token's scopes; the form explains them. None of a calendar link."""
        chosen = self.row.scopes if isinstance(self.row, ApiToken) else []
        return [str(ApiScope(scope).label).partition(":")[0] for scope in chosen]
