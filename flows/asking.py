"""What the baseline holds about a subject, open disputes first."""

from __future__ import annotations

from typing import Any

import duckdb

_HELD = """
with asked as (
  select b.*, d.disputed_claim_id is not null or b.status = 'disputed' as disputed
  from baseline b
  left join (select distinct baseline_claim_id, any_value(disputed_claim_id)
             as disputed_claim_id from disputes where closed_at is null group by 1) d
    on d.baseline_claim_id = b.claim_id
  where b.retired_at is null and b.status <> 'rejected'
)
select claim_id, disputed, status, text, matter, valid_from, valid_to, document,
       document_date, origins
from asked
where list_bool_and(list_transform(string_split(lower($subject), ' '),
        lambda word: contains(lower(concat_ws(' ', subject, object, matter, text)),
                              word)))
order by disputed desc, matter is null or matter = '', matter,
         status = 'superseded', coalesce(valid_from, document_date) desc nulls last,
         claim_id
limit $most
"""


def held_about(
    con: duckdb.DuckDBPyConnection, subject: str, *, most: int = 50
) -> list[dict[str, Any]]:
    """
    Return the claims held now whose words have all words of ``subject``.

    Disputed matters come first, both sides; then by matter, the newest first, what is
    superseded last.
    """
    wanted = " ".join(subject.split())
    if not wanted:
        return []
    answer = con.execute(_HELD, {"subject": wanted, "most": most})
    names = [column[0] for column in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
