from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Vendor(models.Model):
    """The company that embeds the widget. Has agents and workspaces."""

    name = models.CharField(_("name"), max_length=80, validators=[MinLengthValidator(1)])
    slug = models.SlugField(max_length=40, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="vendor_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
