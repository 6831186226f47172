from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class AgentManager(BaseUserManager["Agent"]):
    """Finds agents by email, whatever its case."""

    def create_agent(self, email: str, name: str, password: str | None) -> "Agent":
        """A new agent; without a password nobody can sign in as them until they set one."""
        agent = self.model(email=email.strip().lower(), name=name.strip())
        agent.set_password(password)
        agent.save(using=self._db)
        return agent

    def get_by_natural_key(self, username: str | None) -> "Agent":
        return self.get(email=(username or "").lower())


class Agent(AbstractBaseUser):
    """Somebody who signs in at ``/admin/``. What they may do is a matter of their memberships."""

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = AgentManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="agent_email_lower_case"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="agent_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0]
