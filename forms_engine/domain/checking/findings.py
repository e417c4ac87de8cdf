"""What the checker has to say about a questionnaire, each as a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms_engine.domain.checking.sentences import SENTENCES

FAULTS = frozenset({"never_asked", "choice_unknown", "never_answerable"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; ``is_proven`` tells whether it follows from the rules or only from tries."""

    path: str
    column: str
    code: str
    is_proven: bool
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_fault(self) -> bool:
        """Whether it is wrong whatever its author meant."""
        return self.code in FAULTS

    @property
    def template(self) -> str:
        """The English sentence with named placeholders: what gettext knows."""
        return SENTENCES[self.code]

    @property
    def sentence(self) -> str:
        """The English sentence."""
        return self.template % self.params
