import pytest

from customers.models import Invitation, Membership, Role


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def membership(world, agent):
    return Membership.objects.get(agent=agent, vendor=world.workspace.vendor)


def url(world, agent, verb):
    return world.url(f"team/{membership(world, agent).pk}/{verb}")


def role(world, agent):
    return Role(membership(world, agent).role)


def is_active(world, agent):
    return membership(world, agent).deactivated_at is None


def test_everybody_on_the_team_sees_it_and_a_stranger_does_not(world, as_agent):
    for agent in (world.ada, world.alan, world.grace, world.rita):
        html = as_agent(agent).get(world.url("team")).content.decode()
        assert "Grace Lund" in html
        assert ("Invite a teammate" in html) is (agent in (world.ada, world.alan))
    assert as_agent(world.oscar).get(world.url("team")).status_code == 404


@pytest.mark.parametrize("verb", ["role", "deactivate", "reactivate"])
def test_only_admins_and_owners_change_teammates(world, as_agent, verb):
    target = url(world, world.rita, verb)
    assert as_agent(world.grace).post(target, {"role": "agent"}).status_code == 403
    assert as_agent(world.rita).post(target, {"role": "agent"}).status_code == 403
    assert as_agent(world.oscar).post(target, {"role": "agent"}).status_code == 404
    assert as_agent(world.alan).post(target, {"role": "agent"}).status_code == 302


def test_another_vendors_teammate_is_not_found(world, ada):
    stranger = Membership.objects.get(agent=world.oscar)
    for verb in ("role", "deactivate", "reactivate"):
        target = world.url(f"team/{stranger.pk}/{verb}")
        assert ada.post(target, {"role": "agent"}).status_code == 404


def test_a_role_is_changed(world, ada):
    ada.post(url(world, world.rita, "role"), {"role": "admin"})
    assert role(world, world.rita) is Role.ADMIN


def test_a_role_that_is_none_is_refused(world, ada):
    assert ada.post(url(world, world.rita, "role"), {"role": "king"}).status_code == 422


def test_only_owners_make_and_change_owners(world, as_agent, ada):
    alan = as_agent(world.alan)
    assert alan.post(url(world, world.rita, "role"), {"role": "owner"}).status_code == 403
    assert alan.post(url(world, world.ada, "role"), {"role": "agent"}).status_code == 403
    assert alan.post(url(world, world.ada, "deactivate")).status_code == 403
    ada.post(url(world, world.alan, "role"), {"role": "owner"})
    assert role(world, world.alan) is Role.OWNER


def test_the_last_owner_stays_owner(world, ada):
    response = ada.post(url(world, world.ada, "role"), {"role": "admin"})
    assert response.status_code == 422
    assert "Ada Quill is the only owner" in response.content.decode()
    assert role(world, world.ada) is Role.OWNER
    ada.post(url(world, world.alan, "role"), {"role": "owner"})
    ada.post(url(world, world.ada, "role"), {"role": "admin"})
    assert role(world, world.ada) is Role.ADMIN


def test_a_deactivated_owner_does_not_count_as_one(world, ada):
    ada.post(url(world, world.alan, "role"), {"role": "owner"})
    ada.post(url(world, world.alan, "deactivate"))
    ada.post(url(world, world.ada, "role"), {"role": "admin"})
    assert role(world, world.ada) is Role.OWNER


def test_nobody_deactivates_themselves(world, as_agent):
    response = as_agent(world.alan).post(url(world, world.alan, "deactivate"))
    assert response.status_code == 422
    assert "You can&#x27;t deactivate yourself" in response.content.decode()
    assert is_active(world, world.alan)


def test_deactivation_ends_access_at_once_and_can_be_undone(world, as_agent, ada):
    grace = as_agent(world.grace)
    assert grace.get(world.url("team")).status_code == 200
    ada.post(url(world, world.grace, "deactivate"))
    assert grace.get(world.url("team")).status_code == 404
    ada.post(url(world, world.grace, "reactivate"))
    assert grace.get(world.url("team")).status_code == 200
    assert role(world, world.grace) is Role.AGENT


def test_changes_of_the_team_raise_every_workspaces_epoch(world, ada):
    ada.post(world.url("workspaces/add"), {"name": "Staging"})
    workspaces = world.workspace.vendor.workspaces.order_by("pk")
    before = list(workspaces.values_list("epoch", flat=True))
    otter = world.otter.epoch
    ada.post(url(world, world.grace, "deactivate"))
    assert list(workspaces.values_list("epoch", flat=True)) == [epoch + 1 for epoch in before]
    world.otter.refresh_from_db()
    assert world.otter.epoch == otter


def test_an_agent_who_is_nowhere_a_member_is_led_to_a_kind_page(world, as_agent, ada):
    ada.post(url(world, world.grace, "deactivate"))
    grace = as_agent(world.grace)
    assert grace.get("/admin/-/-/team").url == "/admin/"
    assert grace.get("/admin/").status_code == 403


def test_somebody_is_invited_and_the_invitation_withdrawn(world, ada):
    response = ada.post(
        world.url("team/invite"), {"email": " Tom@Fernhill.io", "role": "agent"}, follow=True
    )
    assert "tom@fernhill.io" in response.content.decode()
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("tom@fernhill.io", "agent")
    ada.post(world.url(f"team/invitations/{invitation.pk}/withdraw"))
    assert not Invitation.objects.open().exists()
    assert ada.post(world.url(f"team/invitations/{invitation.pk}/again")).status_code == 404


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("nobody", "valid email address"),
        ("grace@fernhill.io", "is on the team already"),
        ("tom@fernhill.io", "is invited already"),
    ],
)
def test_a_refused_invitation_says_why_and_stays(world, ada, email, words):
    ada.post(world.url("team/invite"), {"email": "tom@fernhill.io", "role": "agent"})
    response = ada.post(world.url("team/invite"), {"email": email, "role": "reader"})
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert f'value="{email}"' in html
    assert '<option value="reader" selected>' in html


def test_a_deactivated_teammate_is_not_invited_but_reactivated(world, ada):
    ada.post(url(world, world.grace, "deactivate"))
    response = ada.post(world.url("team/invite"), {"email": "grace@fernhill.io", "role": "agent"})
    assert "Reactivate them instead" in response.content.decode()


def test_only_owners_invite_owners(world, as_agent):
    invite = {"email": "tom@fernhill.io", "role": "owner"}
    assert as_agent(world.alan).post(world.url("team/invite"), invite).status_code == 403
    assert as_agent(world.ada).post(world.url("team/invite"), invite).status_code == 302
    invitation = Invitation.objects.get()
    target = world.url(f"team/invitations/{invitation.pk}/withdraw")
    assert as_agent(world.alan).post(target).status_code == 403


def test_only_admins_and_owners_invite(world, as_agent, ada):
    ada.post(world.url("team/invite"), {"email": "tom@fernhill.io", "role": "agent"})
    pk = Invitation.objects.get().pk
    for rest in ("invite", f"invitations/{pk}/again", f"invitations/{pk}/withdraw"):
        target, data = world.url(f"team/{rest}"), {"email": "x@fernhill.io", "role": "agent"}
        assert as_agent(world.grace).post(target, data).status_code == 403
        assert as_agent(world.rita).post(target, data).status_code == 403
        assert as_agent(world.oscar).post(target, data).status_code == 404
    assert Invitation.objects.open().count() == 1


def test_another_vendors_invitation_is_not_found(world, as_agent):
    ada, oscar = as_agent(world.ada), as_agent(world.oscar)
    ada.post(world.url("team/invite"), {"email": "tom@fernhill.io", "role": "agent"})
    other = f"/admin/{world.otter.vendor.slug}/{world.otter.slug}/team/invitations"
    assert oscar.post(f"{other}/{Invitation.objects.get().pk}/withdraw").status_code == 404
    assert Invitation.objects.open().exists()


def test_the_number_of_queries_does_not_grow_with_the_team(
    world, ada, django_assert_max_num_queries
):
    def fill(start):
        for number in range(start, start + 5):
            data = {"email": f"t{number}@fernhill.io", "role": "agent"}
            ada.post(world.url("team/invite"), data)

    fill(0)
    ada.get(world.url("team"))
    with django_assert_max_num_queries(30) as few:
        ada.get(world.url("team"))
    allowed = len(few.captured_queries)
    fill(5)
    with django_assert_max_num_queries(allowed):
        ada.get(world.url("team"))
