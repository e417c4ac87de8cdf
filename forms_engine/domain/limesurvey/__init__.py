"""LimeSurvey's survey structures (.lss) to definitions."""

from forms_engine.domain.limesurvey.reader import is_survey, read_survey

__all__ = ["is_survey", "read_survey"]
