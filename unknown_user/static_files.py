"""Hashed static files whose JavaScript modules import each other by their hashed names."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Files named after their content, compressed, and so immutable for a browser's cache."""

    support_js_module_import_aggregation = True
