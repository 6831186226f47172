"""A change that is asked about: what it would do, and the form that goes ahead with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from customers.dashboard.previews.words import sentences, warns
from customers.routing.preview import Preview


@dataclass(frozen=True)
class Asking:
    """``fields`` are what the form sends to ``action`` beside the preview's token."""

    preview: Preview
    action: str
    label: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentences(self) -> list[str]:
        return sentences(self.preview)

    @property
    def warns(self) -> bool:
        """Whether whoever is asked should look twice."""
        return warns(self.preview)
