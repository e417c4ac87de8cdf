"""Short ways to write FHIR Questionnaires."""

from forms_engine.domain.fhir import read_questionnaire

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
CORE = "http://hl7.org/fhir/StructureDefinition/"


def item(link, kind="string", /, *extensions, **fields):
    extra = {"extension": list(extensions)} if extensions else {}
    return {"linkId": link, "type": kind, "text": f"Text of {link}", **extra, **fields}


def expression(name, source, language="text/fhirpath"):
    return {"url": f"{SDC}{name}", "valueExpression": {"language": language, "expression": source}}


def variable(name, source):
    value = {"name": name, "language": "text/fhirpath", "expression": source}
    return {"url": f"{CORE}variable", "valueExpression": value}


def extension(name, **value):
    return {"url": f"{CORE}{name}", **value}


def control(code):
    return extension("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": code}]})


def option(code, display="", score=None, **extra):
    coding = {"code": code, "display": display or code.title(), "system": "urn:x"}
    scored = [extension("itemWeight", valueDecimal=score)] if score is not None else []
    return {"valueCoding": coding, **({"extension": scored} if scored else {}), **extra}


def read(*items, **fields):
    return read_questionnaire(
        {"resourceType": "Questionnaire", "title": "T", "item": list(items), **fields}, name="file"
    )


def nodes(*items, **fields):
    return dict(read(*items, **fields).definition.walk())


def codes(reading):
    return [(problem.place, problem.code) for problem in reading.problems]
