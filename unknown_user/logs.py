"""What is logged, and how."""

from typing import Any


def logging(access_level: str) -> dict[str, Any]:
    """Django's LOGGING: one line to the console for each thing an operator should know.

    ``access_level`` is the level of the lines about requests: INFO for one of each.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "redacting": {
                "()": "unknown_user.log_redaction.RedactingFormatter",
                "format": "{asctime} {levelname} {name} {message}",
                "style": "{",
            }
        },
        "filters": {"in_few_words": {"()": "unknown_user.broken.InFewWords"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "redacting",
                "filters": ["in_few_words"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            # Scanners ask for every host; a line each would bury what matters
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "uvicorn": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "uvicorn.access": {
                "handlers": ["console"],
                "level": access_level,
                "propagate": False,
            },
            "procrastinate": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "unknown_user": {"handlers": ["console"], "level": "INFO", "propagate": False},
            "customers": {"handlers": ["console"], "level": "INFO", "propagate": False},
            "helpdesk": {"handlers": ["console"], "level": "INFO", "propagate": False},
        },
    }
