from forms_engine.domain.definition import Choice, Question, QuestionType
from forms_engine.domain.media import Medium, media_shown, names_in, places_of
from tests.factories.media import SEEN, SIGNS
from tests.forms_engine.domain.builders import definition

ADDRESSES = {name: f"/{name}" for name in ("a.png", "a_it.png", "big.png", "a.mp3")}


def test_names_in_a_definition_are_told_once_in_order():
    twice = Question(key="b", type=QuestionType.TEXT, media={"image": {"": "stop.png", "en": "road_en.png"}})
    found = definition(SEEN, twice, **SIGNS)
    assert names_in(found) == ("road.png", "road.mp3", "stop.png", "road_en.png")
    assert list(places_of(found))[-1] == ("signs/stop", "stop.png")


def test_names_in_a_choice_without_media_are_none():
    assert names_in(definition(Question(key="a", type=QuestionType.TEXT), x=(Choice(value="y"),))) == ()


def test_media_shown_speaks_the_language_or_the_default():
    media = {"image": {"": "a.png", "it": "a_it.png"}, "audio": {"": "a.mp3"}}
    assert media_shown(media, ADDRESSES, "it", "") == (
        Medium("image", "/a_it.png"),
        Medium("audio", "/a.mp3"),
    )
    assert media_shown(media, ADDRESSES, "en", "")[0] == Medium("image", "/a.png")


def test_media_shown_leaves_out_what_is_not_there():
    assert media_shown({"image": {"": "lost.png"}, "video": {"": ""}}, ADDRESSES, "en", "") == ()


def test_media_shown_lead_to_the_larger_picture():
    both = {"image": {"": "a.png"}, "big-image": {"": "big.png"}}
    assert media_shown(both, ADDRESSES, "en", "") == (Medium("image", "/a.png", "/big.png"),)
    alone = {"big-image": {"": "big.png"}}
    assert media_shown(alone, ADDRESSES, "en", "") == (Medium("image", "/big.png"),)
