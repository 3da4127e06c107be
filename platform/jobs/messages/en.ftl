jobs-exhausted = Tried many times without success, and stopped. Submit it again; if it fails once more, tell the administrator.
