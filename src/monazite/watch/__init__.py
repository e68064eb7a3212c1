"""The feed rim: poll, read, brief what passes, publish."""
