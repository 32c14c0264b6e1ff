-- What did we hold about the day on which an alert went out, then and today? Only what differs. ($alert, the start of its id; default the last)
with told as (
  select created_at as told_at from alerts
  where starts_with(alert_id, coalesce($alert, '')) order by created_at desc, alert_id limit 1
), held_then as (
  from baseline_as_of((select told_at::date from told), (select told_at from told))
), held_now as (
  from baseline_as_of((select told_at::date from told), now())
)
select coalesce(n.matter, t.matter) as matter, coalesce(n.text, t.text) as text,
       coalesce(t.status, 'not held') as then_held_as, t.valid_to as then_until,
       coalesce(n.status, 'not held') as now_held_as, n.valid_to as now_until,
       coalesce(n.document, t.document) as document
from held_then t full join held_now n using (claim_id)
where t.status is distinct from n.status or t.valid_to is distinct from n.valid_to
order by matter, text;
