from django.db import models


class LinkPreview(models.Model):
    """What the server found at a web address; shared by all messages that name it."""

    url = models.URLField(max_length=2000, unique=True)
    title = models.CharField(max_length=200, default="")
    description = models.CharField(max_length=300, default="")
    site = models.CharField(max_length=100, default="")
    image = models.FileField(max_length=200, default="")
    image_width = models.PositiveIntegerField(null=True)
    image_height = models.PositiveIntegerField(null=True)
    fetched_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.url
