"""
Slack's buttons and the command ``/claimwatch``, over Socket Mode.

- ``listen.listen(settings, ...)`` stays connected until it is stopped
- ``inbox.Inbox`` keeps what was said until it is done, across crashes
- ``requests.parse(type, payload) -> Request | None``, pure
- ``worker.Worker`` does what is asked, ``wording`` says it
"""
