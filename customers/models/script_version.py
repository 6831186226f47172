from django.db import models


class ScriptVersion(models.Model):
    """A version of the script for vendors' pages that a vendor was shown the pinned address of.

    It is served there for good: a page that checks a hash must never find other bytes, or none.
    """

    version = models.CharField(max_length=12, primary_key=True)
    content = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.version
