-- How often were alerts right? Precision by verdict with its 95 % interval, and misses.
select v.verdict, coalesce(p.labelled, 0) as labelled,
       coalesce(round(p.precision, 2)::varchar, 'too few labels') as precision,
       round(p.low, 2) as low, round(p.high, 2) as high,
       (select count(*) from feedback where action = 'missed' and undone_at is null)
         as missed_in_all
from (select unnest(['contradicts', 'updates', 'new']) as verdict) v
left join precision_by_verdict p using (verdict)
order by v.verdict;
