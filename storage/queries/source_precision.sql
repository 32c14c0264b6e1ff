-- Which sources can be relied on? Precision by people's answers, with its 95 % interval.
select s.source_id, s.trust, coalesce(p.labelled, 0) as labelled,
       coalesce(round(p.precision, 2)::varchar, 'too few labels') as precision,
       round(p.low, 2) as low, round(p.high, 2) as high, s.failures, s.last_ok_at
from sources s left join precision_by_source p using (source_id)
order by p.low desc nulls last, s.source_id;
