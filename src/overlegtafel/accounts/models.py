"""Who signs in. What they may do follows from mandates and seats, one floor up."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who can sign in; without ``password`` only after an invitation."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def system(self) -> "User":
        """The named actor for work that no person started (loaders, jobs)."""
        user, _ = self.get_or_create(
            email="systeem@overlegtafel.invalid",
            defaults={"name": "Systeem", "kind": User.Kind.SYSTEM, "password": "!"},
        )
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """One login of one person (foaf:OnlineAccount)."""

    class Kind(models.TextChoices):
        PERSON = "person", "Persoon"
        SYSTEM = "system", "Systeem"

    email = models.EmailField("e-mailadres", unique=True)
    name = models.CharField("naam", max_length=200)
    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.PERSON)
    is_active = models.BooleanField("actief", default=True)
    is_demo = models.BooleanField("demoaccount", default=False)
    may_found_tables = models.BooleanField("mag overleggen oprichten", default=False)
    demo_group = models.CharField("groep in de demokiezer", max_length=60, blank=True)
    demo_order = models.PositiveSmallIntegerField("volgorde in de demokiezer", default=0)
    demo_note = models.CharField("wat dit demoaccount toont", max_length=200, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_ci")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_system(self) -> bool:
        """Whether this is the named actor for jobs and loaders."""
        return self.kind == self.Kind.SYSTEM
