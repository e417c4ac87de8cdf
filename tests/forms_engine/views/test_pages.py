import re

import pytest

from forms_engine.models import Answer, Submission

pytestmark = pytest.mark.django_db


def save(client, url, go="next", **answers):
    """Post a page as a browser without JavaScript does."""
    shown = ["person/name", "person/age", "person/colour"] if "person" in url else ["pet[1]/called"]
    values = {f"person/{key}": value for key, value in answers.items()} if "person" in url else {}
    return client.post(url, {"go": go, "shown": shown, **values})


def value_of(path):
    return Answer.objects.get(path=path, status="accepted").value


def test_page_first_is_the_first_with_something_missing(client, address):
    assert client.get(address("form/")).url == address("form/person/")
    save(client, address("form/person/"), name="Ada")
    assert client.get(address("form/")).url == address("form/pet/")


def test_page_first_finds_the_page_of_a_question(client, address):
    response = client.get(address("form/?question=pet%5B1%5D%2Fcalled"))
    assert response.url == address("form/pet/?question=pet%5B1%5D%2Fcalled")


def test_page_detail_focuses_the_question_sought(client, address):
    page = client.get(address("form/person/?question=person/age")).content.decode()
    (control,) = re.findall(r"<(?:input|button)[^>]* autofocus", page)
    assert 'name="person/age"' in control
    assert address("chat/?question=person%2Fage") in page


def test_page_detail_hides_what_does_not_apply_but_keeps_its_place(client, address):
    page = client.get(address("form/person/")).content.decode()
    assert '<div id="q:person:guardian" hidden></div>' in page
    assert "Guardian" not in page


def test_page_detail_ties_hint_error_and_label_to_the_control(client, address):
    response = save(client, address("form/person/"), name="", age="12")
    page = response.content.decode()
    assert response.status_code == 422
    assert '<label class="field__label" for="q:person:age:input">' in page
    assert 'id="q:person:age:error"' in page
    assert re.search(
        r'name="person/age" aria-describedby="q:person:age:error"[^>]* aria-invalid="true"', page
    )


def test_page_detail_lists_errors_on_top_linked_to_their_controls(client, address):
    page = save(client, address("form/person/"), name="", age="12").content.decode()
    assert "2 answers need your attention" in page
    assert '<a href="#q:person:name:input">Your name</a>' in page
    assert '<a href="#q:person:age:input">Label of age</a> – You must be of age.' in page


def test_page_detail_shows_a_refused_answer_as_written_and_keeps_the_old_one(client, address):
    save(client, address("form/person/"), name="Ada", age="40")
    page = save(client, address("form/person/"), name="Ada", age="forty").content.decode()
    assert 'value="forty"' in page
    assert "Write a whole number" in page
    assert value_of("person/age") == "40"


def test_page_detail_saves_the_good_answers_beside_a_refused_one(client, address):
    save(client, address("form/person/"), name="Ada", age="12")
    assert value_of("person/name") == "Ada"
    assert not Answer.objects.filter(path="person/age", status="accepted").exists()


def test_page_detail_goes_on_when_all_is_well(client, address):
    response = save(client, address("form/person/"), name="Ada", age="40", colour="red")
    assert response.url == address("form/pet/")
    assert Answer.objects.get(path="person/colour").origin == "chosen"
    assert Answer.objects.get(path="person/name").origin == "typed"


@pytest.mark.parametrize(
    ("page", "go", "tail"),
    [
        ("person", "skip", "form/pet/"),
        ("pet", "skip", "summary/"),
        ("pet", "previous", "form/person/"),
        ("person", "stay", "form/person/"),
        ("person", "file:person/photo", "documents/?question=person%2Fphoto"),
        ("pet", "add:pet", "form/pet/?question=pet%5B2%5D"),
        ("pet", "remove:pet[1]", "form/pet/?question=pet"),
        ("person", "clear:person/photo", "form/person/?question=person%2Fphoto"),
        ("person", "nonsense", "form/person/"),
    ],
)
def test_page_detail_obeys_its_buttons(client, address, page, go, tail):
    assert save(client, address(f"form/{page}/"), go).url == address(tail)


def test_page_detail_saves_before_it_follows_a_button(client, address):
    save(client, address("form/person/"), "file:person/photo", name="Ada")
    assert value_of("person/name") == "Ada"


@pytest.mark.parametrize(
    ("go", "way"),
    [
        ("to:pet", "form/pet/"),
        ("to:nowhere", "form/person/"),
        ("summary", "summary/"),
        ("chat", "chat/#latest"),
    ],
)
def test_page_detail_saves_before_it_goes_elsewhere(client, address, go, way):
    assert save(client, address("form/person/"), go, name="Ada").url == address(way)
    assert value_of("person/name") == "Ada"


def test_page_detail_stays_where_an_answer_was_refused(client, address):
    assert save(client, address("form/person/"), "to:pet", name="Ada", age="old").status_code == 422


def test_page_detail_passes_over_an_answer_that_another_made_irrelevant(client, address):
    url = address("form/person/")
    save(client, url, name="Ada", age="90")
    shown = ["person/name", "person/age", "person/guardian"]
    answers = {"person/name": "Ada", "person/age": "20", "person/guardian": "Bob"}
    assert client.post(url, {"go": "next", "shown": shown, **answers}).url == address("form/pet/")


def test_page_detail_remembers_the_door(client, address, submission):
    Submission.objects.update(last_door="chat")
    client.get(address("form/person/"))
    assert Submission.objects.get().last_door == "form"


def test_page_detail_of_no_page_is_not_found(client, address):
    assert client.get(address("form/nowhere/")).status_code == 404


def test_page_detail_shows_where_one_stands(client, address):
    save(client, address("form/person/"), name="Ada")
    page = client.get(address("form/pet/")).content.decode()
    assert "<b>1</b> of 5 answered" in page
    assert re.search(r'<li data-state="complete">\s*<a id="to:person"', page)
    assert re.search(r'<a id="to:pet"[^>]* aria-current="page"', page)


def test_page_detail_pipes_answers_into_labels_without_their_markup(client, address):
    save(client, address("form/person/"), name="<b>Ada</b>", age="90")
    page = client.get(address("form/person/")).content.decode()
    assert "Guardian of &lt;b&gt;Ada&lt;/b&gt;" in page


def test_page_detail_takes_the_same_number_of_queries_with_one_pet_and_with_three(
    client, address, django_assert_num_queries
):
    url = address("form/pet/")
    client.get(url)
    with django_assert_num_queries(4):
        client.get(url)
    for _ in range(2):
        save(client, url, "add:pet")
    with django_assert_num_queries(4):
        client.get(url)
