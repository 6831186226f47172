"""Who a vendor's user is here: bindings, made and moved by what the vendor has signed."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext

from customers.embedding.claims import Claims, incomplete
from customers.embedding.refusals import Refusal, TokenRefused
from customers.models import (
    Action,
    Binding,
    Customer,
    KnownUser,
    Person,
    PersonSession,
    Workspace,
)
from customers.proof.names import fit_name
from customers.routing import audit
from customers.routing.changes import access_change
from customers.routing.external_ids import customer_of

NOTED_EVERY = timedelta(minutes=1)  # a busy page is no reason to write at each load


def bound(workspace: Workspace, user_id: str) -> Binding | None:
    """The binding that a token of this user named last, None for none.

    Raises TokenRefused where its customer is archived.
    """
    return _newest(workspace, user_id, None)


def bind(workspace: Workspace, claims: Claims) -> Binding:
    """The binding that these claims name, made or moved to fit them.

    Raises TokenRefused where neither they nor an earlier token say customer and address, or where
    the customer is archived.
    """
    binding = _newest(workspace, claims.user_id, claims.customer_id)
    if binding is None or claims.address not in (None, binding.known_user.person.email):
        binding = _bind_anew(workspace, claims, binding)
    else:
        _note_signed(binding)
    if claims.user_name:
        _name(binding.known_user.person, claims.user_name)
    return binding


def _newest(workspace: Workspace, user_id: str, customer_id: str | None) -> Binding | None:
    found = _whole(Binding.objects.filter(workspace=workspace, user_id=user_id))
    if customer_id is not None:
        found = found.filter(customer__external_id=customer_id)
    binding = found.order_by("-signed_at", "-pk").first()
    if binding:
        _refuse_archived(binding.customer)
    return binding


def _whole(bindings: QuerySet[Binding]) -> QuerySet[Binding]:
    return bindings.select_related("customer", "known_user__person__workspace__vendor")


def _refuse_archived(customer: Customer) -> None:
    if customer.archived_at:
        raise TokenRefused(
            Refusal.ARCHIVED,
            gettext("The customer %(name)s is archived. Unarchive it to let its people in.")
            % {"name": customer.name},
        )


def _note_signed(binding: Binding) -> None:
    """At most once a minute, unless another customer's was the newest of this user's."""
    newer = Binding.objects.filter(
        workspace=OuterRef("workspace"),
        user_id=OuterRef("user_id"),
        signed_at__gt=OuterRef("signed_at"),
    )
    is_due = Q(signed_at__lt=Now() - NOTED_EVERY) | Exists(newer)
    Binding.objects.filter(is_due, pk=binding.pk).update(signed_at=Now())


def _name(person: Person, name: str) -> None:
    """Somebody who has no name yet takes the signed one."""
    if not person.name and Person.objects.filter(pk=person.pk, name="").update(name=name):
        person.name = name


def _bind_anew(workspace: Workspace, claims: Claims, before: Binding | None) -> Binding:
    """Make or move the binding; ``before`` says in which customer, if the claims don't."""
    signed = {"customerId": claims.customer_id or before, "userEmail": claims.address}
    if missing := [field for field, value in signed.items() if value is None]:
        raise incomplete(missing)
    with access_change(workspace):
        customer = _customer(workspace, claims, before)
        _refuse_archived(customer)
        return _point(customer, claims.user_id, _known_user(customer, claims.address or ""))


def _customer(workspace: Workspace, claims: Claims, before: Binding | None) -> Customer:
    if claims.customer_id is None and before:
        return workspace.customers.get(pk=before.customer_id)
    external_id = claims.customer_id or ""
    name = claims.customer_name or fit_name(external_id) or gettext("Customer")
    return customer_of(workspace, external_id, name)


def _known_user(customer: Customer, address: str) -> KnownUser:
    """Known in the customer by this address. Whose the mailbox is, no token proves."""
    person = Person.objects.of_address(customer.workspace, address)
    source = {"workspace_id": customer.workspace_id, "source": KnownUser.Source.TOKEN}
    known, made = KnownUser.objects.get_or_create(customer=customer, person=person, defaults=source)
    if made:
        _note(Action.KNOWN_USER_ADDED, known)
    return known


def _point(customer: Customer, user_id: str, known: KnownUser) -> Binding:
    """Have the vendor's user be ``known``, and no longer whoever they were before."""
    fresh = {"workspace_id": customer.workspace_id, "known_user": known, "signed_at": Now()}
    binding, made = Binding.objects.get_or_create(
        customer=customer, user_id=user_id, defaults=fresh
    )
    if not made:
        Binding.objects.filter(pk=binding.pk).update(known_user=known, signed_at=Now())
        PersonSession.objects.filter(binding=binding).exclude(person=known.person_id).end()
        left = KnownUser.objects.filter(pk=binding.known_user_id, source=KnownUser.Source.TOKEN)
        for gone in left.exclude(pk=known.pk).filter(bindings=None).select_related("person"):
            gone.delete()
            _note(Action.KNOWN_USER_REMOVED, gone)
    return _whole(Binding.objects.all()).get(pk=binding.pk)


def _note(action: Action, known: KnownUser) -> None:
    customer, person = known.customer, known.person
    audit.note(customer.workspace, action, customer=customer, person=person, source=known.source)
