import pytest


@pytest.mark.parametrize(
    ("posted_to", "page"),
    [
        ("customers/add", "customers"),
        ("team/invite", "team"),
        ("team/1/role", "team"),
        ("settings/embed/secret", "settings/embed"),
        ("workspaces/add", "workspaces"),
    ],
)
def test_an_address_to_post_to_leads_to_the_page_above(world, as_agent, posted_to, page):
    answer = as_agent(world.ada).get(world.url(posted_to))
    assert (answer.status_code, answer.url) == (302, world.url(page))


def test_a_links_again_leads_to_the_link(client, db):
    assert client.get("/link/w1.x/again").url == "/link/w1.x/"


def test_what_is_posted_to_a_page_that_only_shows_is_refused(world, as_agent):
    assert as_agent(world.ada).post(world.url("customers")).status_code == 405
