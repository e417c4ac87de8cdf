import pytest
from django.urls import reverse

from forms_engine.domain.definition import Group, Question, QuestionType
from forms_engine.models import LibraryGroup, LibraryRevision, Version
from forms_engine.services.drafts import hash_replaced
from forms_engine.services.versions import publish_version
from tests.factories.library import (
    YES_NO,
    insert,
    make_abroad,
    make_address,
    make_library_group,
    make_source,
    revise,
)
from tests.factories.questionnaires import make_draft, make_questionnaire

pytestmark = pytest.mark.django_db

LIST = reverse("admin:forms_engine_librarygroup_changelist")


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


def group_page(group):
    return reverse("admin:forms_engine_librarygroup_change", args=[group.pk])


def keep_page(version, path="address", **query):
    asked = "".join(f"&{name}={value}" for name, value in query.items())
    return reverse("admin:forms_engine_version_keep", args=[version.pk]) + f"?path={path}{asked}"


def page_of(name, questionnaire, path=""):
    address = reverse(f"admin:forms_engine_questionnaire_{name}", args=[questionnaire.pk])
    return f"{address}?path={path}" if path else address


def test_list_finds_groups_and_counts_who_uses_them(signed_in):
    group = make_library_group()
    make_library_group(key="contact", title="Contact person")
    insert(make_questionnaire(), group)
    publish_version(actor=None, version_id=insert(make_questionnaire(), group).version_id)
    page = signed_in.get(LIST)
    assert [(each.key, each.use_total) for each in page.context["cl"].result_list] == [
        ("contact", 0),
        ("address", 2),
    ]
    assert "Postal address" not in signed_in.get(LIST, {"q": "contact"}).text


def test_page_of_a_group_shows_questions_uses_and_revisions(signed_in, author):
    group = make_library_group(author)
    use = insert(make_questionnaire(), group)
    revise(group, actor=author, note="Asks whether it is abroad")
    page = signed_in.get(group_page(group))
    assert [line.key for line in page.context["lines"][0].children] == ["street", "city", "abroad"]
    assert [(part.kind.value, [row.path for row in part.rows]) for part in page.context["parts"]] == [
        ("added", ["address/abroad"])
    ]
    assert "Asks whether it is abroad" in page.text
    assert "update available" in page.text
    assert reverse("admin:forms_engine_version_preview", args=[use.version_id]) + "#address" in page.text


@pytest.mark.parametrize(("asked", "number"), [("1", 1), ("2", 2), ("9", 2), ("x", 2), ("", 2)])
def test_page_of_a_group_shows_the_revision_asked_for(signed_in, asked, number):
    group = revise(make_library_group())
    page = signed_in.get(group_page(group), {"revision": asked})
    assert page.context["number"] == number
    assert bool(page.context["parts"]) == (number == 2)


def test_page_of_a_group_costs_the_same_with_more_of_everything(signed_in, django_assert_num_queries):
    group = make_library_group()
    insert(make_questionnaire(), group)
    signed_in.get(group_page(group))
    with django_assert_num_queries(9):
        signed_in.get(group_page(group))
    for _each in range(3):
        insert(make_questionnaire(), group)
    revise(group)
    with django_assert_num_queries(9):
        signed_in.get(group_page(group))


def test_preview_offers_to_save_each_section(signed_in, client, reviewer):
    version = make_source().published_version
    preview = reverse("admin:forms_engine_version_preview", args=[version.pk])
    assert keep_page(version) in signed_in.get(preview).text
    client.force_login(reviewer)
    assert keep_page(version) not in client.get(preview).text


def test_section_is_saved_as_a_new_group(signed_in, author):
    version = make_source(make_abroad()).published_version
    page = signed_in.get(keep_page(version))
    assert page.context["form"].initial == {"title": "Address", "key": "address"}
    assert page.context["summary"].questions == 3
    response = signed_in.post(keep_page(version), {"title": "Postal address", "key": "address"}, follow=True)
    group = LibraryGroup.objects.get()
    assert response.redirect_chain == [(group_page(group), 302)]
    assert "The library has “Postal address”, revision 1." in response.text
    assert group.created_by == author


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": "Postal address", "key": "address"}, "The library has a group of that short name"),
        ({"title": "", "key": "x"}, "This field is required"),
        ({"title": "A", "key": "two words"}, "valid “slug”"),
    ],
)
def test_names_that_will_not_do_are_told(signed_in, given, words):
    make_library_group(title="Other")
    page = signed_in.post(keep_page(make_source().published_version, group=""), given)
    assert page.status_code == 422
    assert words in page.text
    assert LibraryRevision.objects.count() == 1


def test_section_that_does_not_stand_alone_says_why(signed_in):
    outside = Question(key="name", type=QuestionType.TEXT)
    inside = Question(key="nick", type=QuestionType.TEXT, relevant="${name} != ''")
    version = make_questionnaire(outside, Group(key="g", children=(inside,))).published_version
    page = signed_in.get(keep_page(version, "g"))
    assert page.status_code == 422
    assert "does not stand alone yet" in page.text
    assert "It names “name”, which is outside" in page.text
    assert "Save to the library</button>" not in page.text


@pytest.mark.parametrize("path", ["", "nowhere", "address/street"])
def test_only_sections_can_be_saved(signed_in, path):
    assert signed_in.get(keep_page(make_source().published_version, path)).status_code == 404


def test_section_is_saved_as_the_next_revision_after_a_diff(signed_in):
    group = make_library_group()
    version = make_source(make_abroad()).published_version
    page = signed_in.get(keep_page(version))
    assert page.context["group"] == group
    assert [part.kind.value for part in page.context["parts"]] == ["added"]
    given = {"group": group.pk, "replacing": page.context["newest"].number, "note": "Abroad"}
    response = signed_in.post(keep_page(version), given, follow=True)
    assert "The library has “Postal address”, revision 2." in response.text
    assert group.revisions.get(number=2).note == "Abroad"
    again = signed_in.post(keep_page(version), given)
    assert again.status_code == 422
    assert "Somebody changed this group of the library in the meantime" in again.text


def test_section_can_be_saved_as_another_group(signed_in):
    make_library_group()
    contact = make_library_group(key="contact", title="Contact person")
    version = make_source().published_version
    assert signed_in.get(keep_page(version, group=contact.pk)).context["group"] == contact
    assert signed_in.get(keep_page(version, group="")).context["group"] is None
    assert signed_in.get(keep_page(version, group="x")).context["group"] is None


@pytest.mark.parametrize("given", [{"group": "x"}, {"replacing": "1"}, {}])
def test_forged_revision_changes_nothing(signed_in, given):
    make_library_group()
    response = signed_in.post(keep_page(make_source(make_abroad()).published_version), given)
    assert response.status_code == 422
    assert LibraryRevision.objects.count() == 1


def test_group_is_inserted_at_the_place_chosen(signed_in):
    questionnaire, group = make_questionnaire(), make_library_group()
    page = signed_in.get(page_of("insert", questionnaire))
    form = page.context["form"]
    assert [value for value, _label in form.fields["place"].choices] == ["/", "name", "colour", "born"]
    assert form.initial["place"] == "born"
    given = {"group": group.pk, "place": "name", "replacing": form.initial["replacing"]}
    response = signed_in.post(page_of("insert", questionnaire), given, follow=True)
    draft = Version.objects.get(status="draft")
    assert [each["key"] for each in draft.definition["children"]] == ["name", "address", "colour", "born"]
    preview = reverse("admin:forms_engine_version_preview", args=[draft.pk])
    assert response.redirect_chain[-1][0] == f"{preview}#address"
    assert "“Postal address” is in the draft" in response.text
    assert "from the library" in response.text


def test_places_in_sections_are_offered_too(signed_in):
    make_library_group()
    page = signed_in.get(page_of("insert", make_source()))
    choices = page.context["form"].fields["place"].choices
    assert [(value, label.strip("\xa0")) for value, label in choices] == [
        ("/", "At the very beginning"),
        ("address/", "First in “Address”"),
        ("address/street", "After “Which street?”"),
        ("address/city", "After “Which city?”"),
        ("address", "After “Address”"),
    ]


def test_insertion_into_what_somebody_changed_is_refused(signed_in):
    questionnaire, group = make_questionnaire(), make_library_group()
    seen = hash_replaced(questionnaire)
    draft = make_draft(questionnaire, make_address())
    given = {"group": group.pk, "place": "address", "replacing": seen}
    page = signed_in.post(page_of("insert", questionnaire), given)
    assert page.status_code == 409
    assert page.context["form"].initial["replacing"] == draft.content_hash
    assert Version.objects.get(status="draft") == draft


def test_empty_library_says_how_to_fill_it(signed_in):
    page = signed_in.get(page_of("insert", make_questionnaire()))
    assert "The library is empty" in page.text


def test_update_is_offered_where_it_is_due(signed_in, client, reviewer):
    questionnaire, group = make_questionnaire(), make_library_group()
    use = insert(questionnaire, group)
    addresses = [
        reverse("admin:forms_engine_questionnaire_change", args=[questionnaire.pk]),
        reverse("admin:forms_engine_version_preview", args=[use.version_id]),
    ]
    renew = page_of("renew", questionnaire, "address")
    assert not any(renew in signed_in.get(address).text for address in addresses)
    revise(group)
    assert all(renew in signed_in.get(address).text for address in addresses)
    client.force_login(reviewer)
    assert not any(renew in client.get(address).text for address in addresses)


def test_published_version_with_a_draft_after_it_offers_no_update(signed_in):
    questionnaire, group = make_questionnaire(), make_library_group()
    published = publish_version(actor=None, version_id=insert(questionnaire, group).version_id)
    make_draft(questionnaire, make_address())
    revise(group)
    page = signed_in.get(reverse("admin:forms_engine_version_preview", args=[published.pk]))
    assert "Update available" not in page.text


def test_update_is_taken_after_a_diff(signed_in):
    questionnaire, group = make_questionnaire(), make_library_group()
    insert(questionnaire, group)
    revise(group)
    page = signed_in.get(page_of("renew", questionnaire, "address"))
    parts = {part.kind.value: [row.path for row in part.rows] for part in page.context["parts"]}
    assert parts == {"added": ["address/abroad"]}
    given = {"replacing": page.context["replacing"]}
    response = signed_in.post(page_of("renew", questionnaire, "address"), given, follow=True)
    assert "“Postal address” is up to date in the draft" in response.text
    assert Version.objects.get(status="draft").library_uses.get().number == 2
    again = signed_in.get(page_of("renew", questionnaire, "address"))
    assert "there is nothing to update" in again.text


def test_update_of_what_somebody_changed_shows_the_diff_again(signed_in):
    questionnaire, group = make_questionnaire(), make_library_group()
    insert(questionnaire, group)
    revise(group)
    seen = signed_in.get(page_of("renew", questionnaire, "address")).context["replacing"]
    insert(questionnaire, group, "name")
    page = signed_in.post(page_of("renew", questionnaire, "address"), {"replacing": seen})
    assert page.status_code == 409
    assert page.context["replacing"] == hash_replaced(questionnaire) != seen


def test_update_that_would_break_the_questionnaire_names_where(signed_in):
    questionnaire = make_questionnaire(make_address(make_abroad()), choice_lists={"yes_no": YES_NO})
    group = make_library_group()
    publish_version(actor=None, version_id=insert(questionnaire, group, "address").version_id)
    revise(group, Question(key="floor", type=QuestionType.TEXT, label={"": "Floor?"}))
    page = signed_in.get(page_of("renew", questionnaire, "address_2"))
    response = signed_in.post(
        page_of("renew", questionnaire, "address_2"), {"replacing": page.context["replacing"]}, follow=True
    )
    assert response.status_code == 200
    revise(group, Question(key="floor", type=QuestionType.INTEGER, label={"": "Floor?"}))
    publish_version(actor=None, version_id=Version.objects.get(status="draft").pk)
    page = signed_in.get(page_of("renew", questionnaire, "address_2"))
    refused = signed_in.post(
        page_of("renew", questionnaire, "address_2"), {"replacing": page.context["replacing"]}
    )
    assert refused.status_code == 422
    assert "the questionnaire would have faults" in refused.text
    assert "was published with another type" in refused.text


@pytest.mark.parametrize("path", ["", "name", "nowhere"])
def test_update_of_no_library_group_is_not_found(signed_in, path):
    assert signed_in.get(page_of("renew", make_questionnaire(), path)).status_code == 404


@pytest.mark.parametrize("role", ["reviewer", "operator"])
def test_pages_that_change_are_for_authors(request, client, role):
    client.force_login(request.getfixturevalue(role))
    questionnaire, group = make_questionnaire(), make_library_group()
    insert(questionnaire, group)
    addresses = [
        keep_page(make_source().published_version),
        page_of("insert", questionnaire),
        page_of("renew", questionnaire, "address"),
    ]
    for address in addresses:
        assert client.get(address).status_code == client.post(address).status_code == 403


@pytest.mark.parametrize("name", ["insert", "renew"])
def test_questionnaires_that_are_not_there_are_not_found(signed_in, name):
    address = reverse(
        f"admin:forms_engine_questionnaire_{name}", args=["00000000-0000-7000-8000-000000000000"]
    )
    assert signed_in.get(address).status_code == signed_in.post(address).status_code == 404
