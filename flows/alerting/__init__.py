"""
Alerts on their way out: rendered, queued in the outbox, delivered exactly once.

- ``message.render(alert) -> Message``; ``short_form reply digest notice``
- ``posts.alert_post(alert, channel=...) -> Post`` and its kin, for ``outbox.enqueue``
- ``terminal.render(alert) -> rich renderable``, the same alert on a terminal
- ``limits.validate_blocks(blocks) -> list[str]``
- ``slack.SlackPoster(token=..., base_url=...)`` and ``slack.Answer``
- ``deliver.deliver(database, poster, ...) -> DeliveryReport``
"""
