"""The fixtures of the admin's tests."""

from campaigns.tests.admin.worlds import _folder_of_static_files, autumn, browser, outsider

__all__ = ["_folder_of_static_files", "autumn", "browser", "outsider"]
