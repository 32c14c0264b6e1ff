-- What changed this week? Alerts of the last days, the worst first. ($days, default 7)
select created_at::date as day, verdict, severity, coalesce(slot, '') as slot,
       coalesce(baseline_text, '') as before, claim_text as now, origins, state, article_url
from alerts
where created_at >= now() - to_days(coalesce($days::integer, 7))
order by array_position(['contradicts', 'updates', 'new'], verdict),
         array_position(['high', 'medium', 'low'], severity), created_at desc, alert_id;
