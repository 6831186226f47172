"""Files in rooms: uploaded, made part of a message, served to who may read it, and forgotten."""
