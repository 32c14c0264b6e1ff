-- How did a quantity develop? Every value that we hold, with who says so. ($matter, part of its name; default all)
select matter, coalesce(valid_from, document_date) as since, valid_to as until,
       q.text as value, q.low, q.high, q.unit, q.per, status, modality,
       document, document_url
from (select *, unnest(quantities) as q from baseline where retired_at is null)
where matter ilike '%' || coalesce($matter, '') || '%' and status <> 'rejected'
order by matter, since nulls first, document, value;
