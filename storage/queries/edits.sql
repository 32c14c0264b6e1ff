-- What did articles take back or correct after we read them? ($days, default 30)
select article_title, change, coalesce(before, '') as before, coalesce(after, '') as after,
       coalesce(effect, '') as effect, coalesce(alert_id, '') as alert_id,
       changed_at::date as day
from edits
where changed_at >= now() - to_days(coalesce($days::integer, 30))
order by changed_at desc, article_id, version, change desc, before, after;
