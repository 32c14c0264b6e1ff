"""
The outbox: every Slack post as a row, written in the transaction of its cause.

==========  ====================================  ==================================
state       means                                 becomes
==========  ====================================  ==================================
pending     to be posted from ``next_try_at`` on  sending, held, sent (adopted)
sending     the call may have been made           sent, pending (known not posted),
                                                  dead (refused for good)
held        kept back until it is released        pending, sent (adopted)
sent        it is in the channel, at ``ts``       final
dead        Slack will never take it              final
==========  ====================================  ==================================

``sending`` is committed before the call, so that a crash leaves a trace of what may
have happened; only the channel's own history, or a refusal that proves that nothing was
posted, takes a row back to ``pending``. A change of state that the table does not have
raises ValueError: it is a bug. Every function works in the caller's transaction; any of
them raises ``duckdb.Error``.
"""

from storage.outbox.changes import (
    REPEAT,
    SHOWN,
    adopt,
    enqueue,
    enqueue_all,
    hold,
    mark_dead,
    mark_pending,
    mark_refused,
    mark_sending,
    mark_sent,
    mark_shown,
    note_error,
    release,
)
from storage.outbox.rows import (
    Kind,
    Post,
    Queued,
    Seen,
    State,
    counts,
    due,
    get,
    get_all,
    identity,
    in_flight,
    in_state,
    last_sent_ts,
    require,
)
from storage.outbox.upkeep import (
    address,
    due_of,
    enqueue_update,
    is_on_its_way,
    number_of,
    postpone,
    rewrite,
)

__all__ = [
    "REPEAT",
    "SHOWN",
    "Kind",
    "Post",
    "Queued",
    "Seen",
    "State",
    "address",
    "adopt",
    "counts",
    "due",
    "due_of",
    "enqueue",
    "enqueue_all",
    "enqueue_update",
    "get",
    "get_all",
    "hold",
    "identity",
    "in_flight",
    "in_state",
    "is_on_its_way",
    "last_sent_ts",
    "mark_dead",
    "mark_pending",
    "mark_refused",
    "mark_sending",
    "mark_sent",
    "mark_shown",
    "note_error",
    "number_of",
    "postpone",
    "release",
    "require",
    "rewrite",
]
