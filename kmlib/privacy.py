"""Privacy: the network as read becomes the network as published."""

from __future__ import annotations

from dataclasses import dataclass, field

from kmlib.network import Sheets


@dataclass(frozen=True)
class PrivacyRule:
    """What is hidden, stated wherever numbers are shown or taken away."""

    floor: int  # groups of students smaller than this are hidden
    reason: str = ""  # why the floor is below the usual one
    hidden: int = 0  # observations hidden here, beside those suppressed at source

    @property
    def sentence(self) -> str:
        """The rule in one sentence."""
        if self.floor <= 1:
            return f"Nothing is hidden here, because: {self.reason}."
        return f"Groups of fewer than {self.floor} students are hidden, and what would reveal them."


@dataclass(frozen=True, eq=False)
class Published(Sheets):
    """A network with small groups taken out: the only thing analysis, charts and exports take."""

    privacy: PrivacyRule = field(kw_only=True)
