"""What is wrong with a questionnaire, said to its author."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms_engine.domain.sentences import SENTENCES


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the key path of the question, the XLSForm column, and what to say about it.

    ``template`` with ``params`` filled in is the sentence; the service layer translates the template.
    """

    path: str
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The English sentence with named placeholders: what gettext knows."""
        return SENTENCES[self.code]

    @property
    def sentence(self) -> str:
        """The English sentence: what is wrong and what to do."""
        return self.template % self.params
