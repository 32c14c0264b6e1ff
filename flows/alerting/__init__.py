"""
Alerts on their way out: rendered, queued in the outbox, delivered exactly once.

- ``message.render(alert) -> Message``; ``short_form reply digest notice``
- ``posts.alert_post(alert, channel=...) -> Post`` and its kin, for ``outbox.enqueue``
- ``threads.Threads``: what a batch raises and who joins; ``follow``: what becomes of it
- ``routing.channel_of quiet_until``: where and when; ``ops``: for the operators
- ``others.notify(database, addresses, ...)``: channels other than Slack
- ``terminal.render(alert) -> rich renderable``, the same alert on a terminal
- ``limits.validate_blocks(blocks) -> list[str]``
- ``slack.SlackPoster(token=..., base_url=...)`` and ``slack.Answer``
- ``deliver.deliver(database, poster, ...) -> DeliveryReport``
"""
