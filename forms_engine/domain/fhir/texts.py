"""FHIR's texts with their translations."""

from forms_engine.domain.fhir.extensions import Extensions, Json, mapping, objects, text, value_of
from forms_engine.domain.foreign.languages import language_name
from forms_engine.domain.foreign.markup import spaced, to_markdown

_SHOWN = ("rendering-markdown", "rendering-xhtml")


class Texts:
    """Reads texts and remembers in which languages there are any."""

    def __init__(self, language: str) -> None:
        self.code = language
        self._names = [language_name(language) if language else ""]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages, the questionnaire's own first."""
        return tuple(self._names)

    @property
    def default(self) -> str:
        """The questionnaire's own language."""
        return self._names[0]

    def read(self, element: Json, name: str, prefix: str = "") -> tuple[dict[str, str], list[str]]:
        """Return the text ``name`` in every language, and the extensions of it that were not understood."""
        extensions = Extensions(mapping(element.get(f"_{name}")))
        shown = {each: text(extensions.value(each)) for each in _SHOWN}
        own = text(element.get(name)) or to_markdown(shown["rendering-xhtml"])[0]
        found = {self.default: shown["rendering-markdown"] or own}
        for translation in extensions.take("translation"):
            parts = {
                text(each.get("url")): text(value_of(each)) for each in objects(translation.get("extension"))
            }
            if parts.get("content"):
                found[self._named(parts.get("lang", ""))] = parts["content"]
        return self._finished(found, prefix), extensions.left()

    def own(self, content: str) -> dict[str, str]:
        """Return a text in the questionnaire's own language."""
        return self._finished({self.default: content}, "")

    def _named(self, code: str) -> str:
        name = language_name(code)
        if name not in self._names:
            self._names.append(name)
        return name

    def _finished(self, found: dict[str, str], prefix: str) -> dict[str, str]:
        # “${” would be an answer's place here.
        start = f"{prefix} " if prefix else ""
        return {
            name: spaced(f"{start}{each}").replace("${", "$ {")
            for name, each in found.items()
            if each or prefix
        }
