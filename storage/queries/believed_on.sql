-- What did we believe on day D, about that day? ($day, default today)
select matter, text, status, valid_from, valid_to, document, origins
from baseline_as_of(coalesce($day::date, current_date),
                    least(coalesce($day::date, current_date) + interval 1 day, now()))
where status <> 'disputed'
order by matter, valid_from nulls first, text;
