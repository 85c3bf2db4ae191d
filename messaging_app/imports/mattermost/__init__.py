"""Mattermost's bulk export: JSON lines, alone or in an archive with the files beside them."""
