"""What went wrong, told to the person who can mend it; exit statuses as in sysexits.h, like tbn-dist's."""

USAGE, UNAVAILABLE, CANNOT_CREATE = 64, 69, 73


class Failure(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
