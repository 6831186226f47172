"""The vendor's pages below ``/admin/``, named ``dashboard:…``; allauth's keep their names."""

from allauth.account.urls import urlpatterns as allauth_patterns
from django.urls import URLPattern, URLResolver, include, path

from customers.dashboard.approvals import views as approvals
from customers.dashboard.audit import views as audit
from customers.dashboard.conflicts import views as conflicts
from customers.dashboard.customers import views as customers
from customers.dashboard.domains import views as domains
from customers.dashboard.embed import origins, robots, rotation, switch
from customers.dashboard.embed import views as embed
from customers.dashboard.external_ids import views as external_ids
from customers.dashboard.joining import views as joining
from customers.dashboard.known_user_imports import views as known_user_imports
from customers.dashboard.known_users import views as known_users
from customers.dashboard.landing import views as landing
from customers.dashboard.ownership import views as ownership
from customers.dashboard.team import views as team
from customers.dashboard.workspaces import views as workspaces
from customers.models import CredentialKind
from customers.routing.rules import Rule

app_name = "dashboard"

# Addresses of pages have no slash at their end, so that what lies below can't be included.
CUSTOMER = "customers/<int:customer>"

workspace_patterns: list[URLPattern | URLResolver] = [
    path("customers", customers.customers, name="customers"),
    path("customers/archived", customers.archived, name="archived_customers"),
    path("customers/add", customers.add_customer, name="add_customer"),
    path("customers/landing", landing.landing, name="landing"),
    path("customers/landing/csv", landing.landing_csv, name="landing_csv"),
    path(CUSTOMER, customers.customer, name="customer"),
    path(f"{CUSTOMER}/rename", customers.rename_customer, name="rename_customer"),
    path(f"{CUSTOMER}/archive", customers.archive_customer, name="archive_customer"),
    path(f"{CUSTOMER}/unarchive", customers.unarchive_customer, name="unarchive_customer"),
    path(f"{CUSTOMER}/external-id", external_ids.set_external_id, name="set_external_id"),
    path(f"{CUSTOMER}/domains", domains.domains, name="domains"),
    path(f"{CUSTOMER}/domains/add", domains.add_domain, name="add_domain"),
    path(f"{CUSTOMER}/domains/<int:domain>/remove", domains.remove_domain, name="remove_domain"),
    path(
        f"{CUSTOMER}/domains/<int:domain>/exact",
        domains.leave_out_subdomains,
        name="leave_out_subdomains",
    ),
    path(f"{CUSTOMER}/known-users/add", known_users.add_known_user, name="add_known_user"),
    path(
        f"{CUSTOMER}/known-users/<int:known_user>/remove",
        known_users.remove_known_user,
        name="remove_known_user",
    ),
    path("conflicts", conflicts.conflicts, name="conflicts"),
    path("conflicts/people/<int:person>/place", conflicts.place_person, name="place_person"),
    path("conflicts/people/<int:person>/unplace", conflicts.unplace_person, name="unplace_person"),
    path("conflicts/domains/<int:domain>/take", conflicts.take_domain, name="take_domain"),
    path("conflicts/domains/give-back", conflicts.give_domain_back, name="give_domain_back"),
    path("conflicts/domains/<int:domain>/leave", conflicts.leave_domain, name="leave_domain"),
    path("conflicts/left/<int:left>/reopen", conflicts.reopen_domain, name="reopen_domain"),
    path("people/<int:person>/approval", approvals.approve, name="approve"),
    path(
        "people/<int:person>/approval/withdraw",
        approvals.withdraw_approval,
        name="withdraw_approval",
    ),
    path("settings/routing", ownership.routing, name="routing"),
    *(
        path(
            f"settings/routing/{rule.value.replace('_', '-')}/{'on' if on else 'off'}",
            ownership.switch_rule,
            {"rule": rule, "on": on},
            name=f"{rule.value}_{'on' if on else 'off'}",
        )
        for rule in Rule
        for on in (True, False)
    ),
    path("settings/routing/domains/<int:domain>", ownership.domain_proof, name="domain_proof"),
    path(
        "settings/routing/domains/<int:domain>/check", ownership.check_domain, name="check_domain"
    ),
    path(
        f"{CUSTOMER}/known-users/import",
        known_user_imports.known_user_import,
        name="import_known_users",
    ),
    path(
        f"{CUSTOMER}/known-users/import/confirm",
        known_user_imports.confirm,
        name="confirm_known_users",
    ),
    path(
        f"{CUSTOMER}/known-users/import/results",
        known_user_imports.results,
        name="import_results",
    ),
    path(
        f"{CUSTOMER}/known-users/import/undo",
        known_user_imports.undo,
        name="undo_known_user_import",
    ),
    path("settings/audit", audit.audit, name="audit"),
    path("settings/audit/csv", audit.audit_csv, name="audit_csv"),
    path("settings/embed", embed.embed, name="embed"),
    path("settings/embed/secret", embed.secret, name="widget_secret"),
    path("settings/embed/rename", embed.rename, name="rename_workspace"),
    path("settings/embed/origins/add", origins.add_origin, name="add_origin"),
    path(
        "settings/embed/origins/<int:origin>/remove",
        origins.take_off_origin,
        name="remove_origin",
    ),
    path("settings/embed/off", switch.turn_off, name="turn_widget_off"),
    path("settings/embed/on", switch.turn_on, name="turn_widget_on"),
    path("settings/embed/challenge", robots.choose_challenge, name="choose_challenge"),
    path(
        "settings/embed/key/rotate",
        rotation.rotate,
        {"kind": CredentialKind.KEY},
        name="rotate_key",
    ),
    path(
        "settings/embed/secret/rotate",
        rotation.rotate,
        {"kind": CredentialKind.SECRET},
        name="rotate_secret",
    ),
    path("settings/embed/former/<int:retired>/end", rotation.end_grace, name="end_grace"),
    path("team", team.team, name="team"),
    path("team/invite", team.invite, name="invite"),
    path("team/invitations/<int:invitation>/again", team.send_again, name="send_again"),
    path("team/invitations/<int:invitation>/withdraw", team.withdraw, name="withdraw"),
    path("team/<int:teammate>/role", team.change_role, name="change_role"),
    path("team/<int:teammate>/deactivate", team.deactivate, name="deactivate"),
    path("team/<int:teammate>/reactivate", team.reactivate, name="reactivate"),
    path("workspaces", workspaces.workspaces, name="workspaces"),
    path("workspaces/add", workspaces.add, name="add_workspace"),
]

urlpatterns = [
    path("admin/invitation/<str:token>/", joining.invitation, name="invitation"),
    path("admin/invitation/<str:token>/new", joining.join_as_new, name="join_as_new"),
    path("admin/invitation/<str:token>/join", joining.join, name="join"),
    path("admin/<str:vendor>/<str:workspace>/", include(workspace_patterns)),
]

# Of allauth's pages those that agents have: signing in and out, and their password.
ACCOUNT_PAGES = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that it is closed; the sign-in page needs its address
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
account_patterns: list[URLPattern | URLResolver] = [
    pattern for pattern in allauth_patterns if pattern.name in ACCOUNT_PAGES
]
account_urlpatterns = [path("admin/account/", include(account_patterns))]
