-- Where may we have missed something? Sources with failures or without articles. ($days, default 7)
select s.source_id, s.url, s.failures, s.last_error, s.last_ok_at,
       coalesce(sum(c.fetched), 0) as fetched,
       coalesce(sum(c.new_articles), 0) as new_articles,
       coalesce(sum(c.errors), 0) as errors
from sources s
left join coverage c
  on c.source_id = s.source_id
 and c.hour >= now() - to_days(coalesce($days::integer, 7))
group by all
having s.failures > 0 or coalesce(sum(c.new_articles), 0) = 0
    or coalesce(sum(c.errors), 0) > 0
order by s.failures desc, new_articles, s.source_id;
