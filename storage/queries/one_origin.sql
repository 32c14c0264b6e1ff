-- Which claims rest on one origin only? The oldest first.
select matter, text, status, document, document_date, document_url
from baseline
where retired_at is null and origins = 1
  and status in ('seed', 'observed', 'disputed')
order by document_date nulls first, matter, text;
