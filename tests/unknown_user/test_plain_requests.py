import pytest

SPELT_OTHERWISE = """--a\r
Content-Disposition: form-data; name="email"\r
\r
\\ud800@acme.com\r
--a--\r
"""


@pytest.mark.parametrize(
    "path", ["/widget/%00/", "/admin/%00/x/", "/link/%00/", "/admin/account/login/?next=%00"]
)
def test_nul_in_an_address_is_no_server_error(client, db, path):
    response = client.get(path)
    assert response.status_code == 400
    assert "This can't be read" in response.content.decode().replace("&#x27;", "'")


def test_nul_in_a_cookie_is_no_server_error(client, db):
    client.cookies["sessionid"] = "\0"
    assert client.get("/admin/").status_code == 400


def test_another_encoding_is_refused(client, world):
    response = client.post(
        f"/widget/{world.workspace.widget_id}/",
        SPELT_OTHERWISE,
        content_type="multipart/form-data; boundary=a; charset=unicode_escape",
    )
    assert response.status_code == 400


@pytest.mark.parametrize("number", ["9" * 400, "9" * 5000, "-1", "²", "٣", "NaN"])
def test_a_number_that_nothing_has_is_no_server_error(world, as_agent, number):
    ada = as_agent(world.ada)
    for page in (
        f"customers?archived={number}",
        f"customers/{world.acme.pk}?after={number}",
        f"rows?before=~{number}",
        f"rooms/{world.acme.rooms.get().pk}/history?before={number}",
    ):
        assert ada.get(world.url(page)).status_code == 200
    person = world.person("ana@acme.com")
    pin = ada.post(world.url(f"people/{person.pk}/pin"), {"customer": number})
    assert pin.status_code == 404


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-10:00", "now"])
def test_a_time_that_no_message_has_is_no_server_error(world, as_agent, moment):
    rows = as_agent(world.ada).get(world.url("rows"), {"before": f"{moment}~1"})
    assert rows.status_code == 200
