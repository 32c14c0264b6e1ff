-- What is disputed, by whom, since when? Open contradictions, the oldest first.
select d.matter, b.text as believed, b.document as believed_by,
       c.text as disputed, c.document as disputed_by, c.document_url, d.opened_at
from disputes d
left join baseline b on b.claim_id = d.baseline_claim_id and b.retired_at is null
left join baseline c on c.claim_id = d.disputed_claim_id and c.retired_at is null
where d.closed_at is null
order by d.opened_at, d.matter;
