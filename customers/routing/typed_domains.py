"""Makes what was typed for a customer a mail domain, or says why it can't be one."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.routing.mail_domains import (
    MailDomain,
    canonical_name,
    is_disposable,
    is_free_mail,
    is_public_suffix,
    is_reserved,
    shown,
)

# Lists that err now and then: an owner may stand up for a name on one of them.
OVERRIDABLE = frozenset({"disposable", "free_mail"})

LONGEST_TYPED = 2000  # characters; longer than any address of a page that is pasted by mistake

LISTS: list[tuple[str, Callable[[str], bool], Promise]] = [
    (
        "reserved",
        is_reserved,
        gettext_lazy("%(name)s is on the list of reserved names; no mail comes from it."),
    ),
    (
        "public_suffix",
        is_public_suffix,
        gettext_lazy(
            "%(name)s is on the list of public suffixes: anybody can have a name below it. Add a "
            "company's own domain."
        ),
    ),
    (
        "disposable",
        is_disposable,
        gettext_lazy(
            "%(name)s is on the list of disposable providers: anybody gets a mailbox there, to "
            "throw away, so it says nothing about a customer."
        ),
    ),
    (
        "free_mail",
        is_free_mail,
        gettext_lazy(
            "%(name)s is on the list of free mail: it gives mailboxes to everybody, so it says "
            "nothing about a customer."
        ),
    ),
]
# What people paste along with a domain. The first that fits says what it was taken for.
PASTED: list[tuple[str, re.Pattern[str], Promise]] = [
    (
        "url",
        re.compile(
            r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@]*@)?([^/:?#]+).*|([^/@:?#\s]+)(?::\d+)?[/?#].*"
        ),
        gettext_lazy("That is a web address. Did you mean %(name)s?"),
    ),
    (
        "address",
        re.compile(r"(?:.*<)?(?:mailto:)?[^@<]*@([^@>?\s]+?)>?[.,;]?(?:\?.*)?"),
        gettext_lazy("That is an email address. Did you mean %(name)s?"),
    ),
    (
        "port",
        re.compile(r"([^:]+):\d*"),
        gettext_lazy("Leave out the port. Did you mean %(name)s?"),
    ),
    (
        "around",
        re.compile(r"[\s\"'<(\[.,;*]*([^\s\"'<>()\[\],;*]+?)[\s\"'>)\].,;]*"),
        gettext_lazy("Did you mean %(name)s?"),
    ),
]


def mail_domain(raw: str, *, overriding: bool = False) -> MailDomain:
    """The domain that somebody typed for a customer, ``*.`` in front meaning its subdomains too.

    Raises ValidationError, with what to do, for anything that is no domain or would let strangers
    in. Its code names the list or the mistake, and ``params["suggested"]`` what to type instead, if
    that is clear. ``overriding`` lets through what is on a list that an owner may override.
    """
    text = raw.strip().lower()
    with_subdomains = text.startswith("*.")
    name = _spelled(text.removeprefix("*."))
    _refuse_listed(name, overriding=overriding)
    return MailDomain(name, with_subdomains)


def list_of(name: str) -> str:
    """The list that a canonical name is on, as a code; "" for none."""
    return next((code for code, is_listed, _words in LISTS if is_listed(name)), "")


def _refuse_listed(name: str, *, overriding: bool) -> None:
    code = list_of(name)
    if code and not (overriding and code in OVERRIDABLE):
        words = next(words for listed, _is, words in LISTS if listed == code)
        raise _refusal(code, str(words), name=shown(name))


def _spelled(text: str) -> str:
    """A typed name in its canonical spelling; raises ValidationError, with a suggestion if any."""
    if not text:
        raise ValidationError(_("Type a domain, for example acme.com."), code="empty")
    if len(text) > LONGEST_TYPED:
        raise _no_domain(text)
    try:
        return canonical_name(text)
    except ValueError:
        pass
    for code, pattern, words in PASTED:
        if found := pattern.fullmatch(text):
            raise _suggestion(code, str(words), next(filter(None, found.groups()), ""), text)
    raise _no_domain(text)


def _suggestion(code: str, words: str, meant: str, text: str) -> ValidationError:
    """A refusal that names the domain that was probably meant, if that is one.

    Raises ValidationError itself where that one would be refused in its turn.
    """
    try:
        name = canonical_name(meant)
    except ValueError:
        return _no_domain(text)
    if code == "url":
        name = _without_www(name)
    _refuse_listed(name, overriding=False)
    return _refusal(code, words, name=shown(name), suggested=name)


def _without_www(name: str) -> str:
    """The domain of a web server, which people have their mailboxes at."""
    above = name.removeprefix("www.")
    return above if "." in above and not is_public_suffix(above) else name


def _no_domain(text: str) -> ValidationError:
    words = _("“%(name)s” is not a domain. Type one like acme.com.")
    return _refusal("not_a_domain", words, name=text[:80])


def _refusal(code: str, words: str, **params: str) -> ValidationError:
    return ValidationError(words, code=code, params={"suggested": ""} | params)
