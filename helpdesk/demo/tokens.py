"""What a vendor's page gives the widget, as Fernhill's server makes it for the demo's pages."""

import time

import jwt

from customers.models import Workspace

LIFETIME = 3600  # seconds
# Somebody who is signed in at Fernhill; their company is made at first sight.
LENA = {
    "userId": "lena",
    "customerId": "juniper",
    "customerName": "Juniper Nurseries",
    "userName": "Lena Moor",
    "userEmail": "lena@juniper.example",
}


def unknown_users_token(workspace: Workspace) -> dict[str, str]:
    """For whoever is not signed in at the vendor: it opens nothing but the form."""
    return {"widgetId": workspace.widget_id, "widgetKey": workspace.widget_key}


def known_users_token(workspace: Workspace) -> dict[str, str]:
    """For Lena: what is said of her is signed with the widget's secret, for an hour."""
    claims = LENA | {"exp": int(time.time()) + LIFETIME}
    signed = jwt.encode(claims, workspace.widget_secret, algorithm="HS256")
    return unknown_users_token(workspace) | LENA | {"userJWT": signed}
