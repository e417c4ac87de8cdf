"""FHIR R4 and R5 Questionnaires to definitions."""

from forms_engine.domain.fhir.reader import is_questionnaire, read_questionnaire

__all__ = ["is_questionnaire", "read_questionnaire"]
