"""Headers of the survey and choices sheets: languages after one colon."""

from collections.abc import Iterator

from forms_engine.domain.xlsform.columns import LOCALIZED, MEDIA, Path
from forms_engine.domain.xlsform.headers import paths_of
from forms_engine.domain.xlsform.mending.draft import Draft

_TEXTS = frozenset({*LOCALIZED.values(), *(("media", kind) for kind in MEDIA)})


def mend_headers(draft: Draft) -> None:
    """Read ``label:English`` as ``label::English`` beside others so written."""
    for sheet in ("survey", "choices"):
        for header, became, path in tuple(_single_colons(draft, sheet)):
            draft.columns(sheet)[header] = path
            draft.remark("header_mended", sheet, 1, header, was=header, became=became)


def _single_colons(draft: Draft, sheet: str) -> Iterator[tuple[str, str, Path]]:
    for header in draft.columns(sheet):
        if "::" not in header and header.count(":") == 1:
            became = "::".join(part.strip() for part in header.split(":"))
            path = paths_of(sheet, [became])[became]
            if path[:-1] in _TEXTS and path != draft.columns(sheet)[header]:
                yield header, became, path
