from forms_engine.domain.definition import Group, Question, QuestionType, Repeat
from forms_engine.domain.pages import pages_of
from tests.factories.questionnaires import make_definition


def ask(key, kind=QuestionType.TEXT):
    return Question(key=key, type=kind)


def keys(*children):
    return [page.key for page in pages_of(make_definition(*children))]


def test_pages_are_the_sections_at_the_top():
    assert keys(Group(key="a", children=(ask("x"),)), Repeat(key="b", children=(ask("y"),))) == ["a", "b"]


def test_pages_gather_loose_questions_evenly():
    pages = pages_of(make_definition(*[ask(f"q{number}") for number in range(9)]))
    assert [len(page.paths) for page in pages] == [5, 4]


def test_pages_keep_loose_questions_in_their_place():
    assert keys(ask("a"), ask("b"), Group(key="g", children=(ask("x"),)), ask("c")) == ["a", "g", "c"]


def test_pages_leave_out_what_nobody_sees():
    unseen = Group(key="sums", children=(ask("x", QuestionType.CALCULATE), ask("y", QuestionType.HIDDEN)))
    assert keys(unseen, Group(key="g", children=(ask("x"),))) == ["g"]


def test_pages_show_a_note_alone():
    assert keys(ask("n", QuestionType.NOTE)) == ["n"]


def many(prefix, number):
    return tuple(ask(f"{prefix}{index}") for index in range(number))


def test_pages_divide_a_section_that_wraps_everything():
    whole = Group(
        key="all",
        children=(
            *many("loose", 3),
            Group(key="a", children=many("x", 20)),
            Group(key="b", children=many("y", 10)),
        ),
    )
    pages = pages_of(make_definition(whole))
    assert [page.key for page in pages] == ["all/loose0", "all/a", "all/b"]
    assert pages[0].section == "all"


def test_pages_never_divide_a_field_list_or_a_repeat():
    inner = (Group(key="a", children=many("x", 40)), ask("z"))
    assert keys(
        Group(key="g", appearance="w2 field-list", children=inner), Repeat(key="r", children=inner)
    ) == [
        "g",
        "r",
    ]


def test_page_keys_are_unique_where_a_divided_section_has_loose_questions_on_both_sides():
    whole = Group(key="all", children=(*many("q", 3), Group(key="a", children=many("x", 40)), *many("z", 2)))
    assert keys(whole) == ["all/q0", "all/a", "all/z0"]


def test_page_shows_occurrences_but_not_neighbours_of_a_similar_name():
    (page,) = pages_of(make_definition(Repeat(key="member", children=(ask("age"),))))
    assert page.shows("member")
    assert page.shows("member[3]/age")
    assert not page.shows("members")
    assert not page.shows("other/member")


def test_pages_leave_out_the_heading_of_a_table_of_choices():
    heading = Question(key="h", type=QuestionType.SELECT_ONE, appearance="label")
    row = Question(key="r", type=QuestionType.SELECT_ONE, appearance="list-nolabel")
    assert (heading.is_asked, row.is_asked) == (False, True)
    assert keys(Group(key="g", children=(heading,)), Group(key="t", children=(heading, row))) == ["t"]
