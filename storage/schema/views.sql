-- The public views, made anew whenever this file changes; their comments are in
-- views_comments.sql, since replacing a view drops them.

-- Below it a share is an anecdote: of 5 labels 4 right is anything from 38 to 96 %.
create or replace macro enough_labels() as 5;
create or replace macro wilson_low(hits, trials) as
  (hits / trials + 1.9208 / trials
    - 1.96 * sqrt(hits * (trials - hits) / trials / trials / trials
                  + 0.9604 / trials / trials)) / (1 + 3.8416 / trials);
create or replace macro wilson_high(hits, trials) as
  (hits / trials + 1.9208 / trials
    + 1.96 * sqrt(hits * (trials - hits) / trials / trials / trials
                  + 0.9604 / trials / trials)) / (1 + 3.8416 / trials);

create or replace view feedback as
  select alert_id, action,
         case when action = 'missed'
              then concat_ws(' · ', url, '“' || quote || '”', explanation)
              else reason end as reason,
         "user", at_time, undone_at
  from store.feedback;

create or replace view alerts as
  with said as (
    select alert_id, count(distinct origin) as origins,
           count(distinct article_id) as copies
    from store.alert_sources group by alert_id
  ), judged as (
    -- A mute after an answer leaves the answer standing.
    select alert_id, coalesce(
             arg_max(action, at_time) filter (action <> 'muted'), 'muted') as feedback
    from store.feedback where undone_at is null and alert_id is not null
    group by alert_id
  )
  select a.alert_id, a.topic, a.verdict, a.severity, a.confidence, a.slot, a.old_value,
         a.new_value, a.claim_id, a.claim_text, a.claim_start, a.claim_end, a.modality,
         a.attribution, a.article_id, a.article_url, a.article_title, a.published_at,
         a.source_id, a.trust, a.baseline_claim_id, a.baseline_text,
         a.baseline_document, coalesce(s.origins, 1) as origins,
         coalesce(s.copies, 1) as copies, coalesce(o.state, 'pending') as state,
         o.channel as slack_channel, o.ts as slack_ts, j.feedback, a.created_at,
         a.run_id
  from store.alerts a
  left join said s using (alert_id)
  left join judged j using (alert_id)
  left join store.outbox o on o.alert_id = a.alert_id and o.kind = 'root';

create or replace view decisions as
  select claim_id, article_id, run_id, outcome, verdict, reason, confidence, alert_id,
         baseline_claim_id, features, versions, decided_at
  from store.decisions;

create or replace view claims as
  select claim_id, article_id, article_version, sentence, quote, claim_start, claim_end,
         subject, relation, object, quantities, valid_from, valid_to, polarity,
         modality, attribution, place
  from store.claims;

create or replace view baseline as
  with said as (
    select b.claim_id, a.origin
    from store.baseline b join store.articles a using (article_id)
    union
    select d.baseline_claim_id, a.origin
    from store.decisions d join store.articles a using (article_id)
    where d.outcome = 'known' and not exists (
      select 1 from store.claim_changes c where c.old_claim_id = d.claim_id)
    union
    select b.claim_id, s.origin
    from store.baseline b join store.alert_sources s using (alert_id)
  ), counted as (
    select claim_id, count(distinct origin) as origins from said group by claim_id
  )
  select b.claim_id, b.matter, b.text, b.subject, b.relation, b.object, b.quantities,
         b.valid_from, b.valid_to, b.modality, b.polarity, b.attribution, b.status,
         b.document, b.document_date, b.document_url, b.trust,
         greatest(coalesce(c.origins, 1), 1) as origins,
         b.recorded_at, b.retired_at, b.superseded_by
  from store.baseline b left join counted c using (claim_id);

create or replace macro baseline_as_of(valid_at, known_at) as table
  select claim_id, matter, text, subject, relation, object, quantities, valid_from,
         valid_to, modality, polarity, attribution, status, document, document_date,
         document_url, trust, origins, recorded_at, retired_at, superseded_by
  from main.baseline b
  where b.recorded_at <= known_at::timestamptz
    and (b.retired_at is null or b.retired_at > known_at::timestamptz)
    and (b.valid_from is null or b.valid_from <= valid_at::date)
    and (b.valid_to is null or b.valid_to > valid_at::date)
    and b.status <> 'rejected';

create or replace view articles as
  select article_id, version, url, canonical_url, source_id, publisher, title, author,
         published_at, modified_at, fetched_at, language, text, text_sha256, copy_of,
         status, status_reason
  from store.articles;

create or replace view edits as
  select e.article_id, e.version, e.change, old.quote as before, new.quote as after,
         e.old_claim_id, e.new_claim_id, e.effect, d.alert_id, a.url as article_url,
         a.title as article_title, e.changed_at
  from store.claim_changes e
  join store.articles a using (article_id, version)
  left join store.claims old on old.claim_id = e.old_claim_id
  left join store.claims new on new.claim_id = e.new_claim_id
  left join store.decisions d on d.claim_id = e.old_claim_id;

create or replace view sources as
  select source_id, kind, url, trust, last_ok_at, last_error, failures, next_fetch_at,
         etag, entries_24h
  from store.sources;

create or replace view runs as
  select run_id, topic, trigger, started_at, finished_at, status, fetched, articles,
         claims, alerts, seconds, prefect_flow_run_id
  from store.runs;

create or replace view coverage as
  select source_id, hour, fetched, new_articles, errors from store.coverage;

create or replace view backfill as
  select source_id, since, until, entries, walked_at from store.backfill;

-- Were its articles to come by chance, a source would keep silent for seven times its
-- usual gap once in e^7 = 1,100 gaps. They do not, they sleep at night and on Sundays:
-- so the longest silence of its own last two months counts as well, and a habit takes
-- eight days to show. Measured up to the last good visit: what was not asked is not
-- silent.
create or replace view silent_sources as
  with last_ones as (
    select source_id, max(hour) as last_new_at
    from store.coverage where new_articles > 0 group by source_id
  ), heard as (
    select c.source_id, c.hour, l.last_new_at, date_diff('hour', lag(c.hour) over (
             partition by c.source_id order by c.hour), c.hour) as gap
    from store.coverage c join last_ones l using (source_id)
    where c.new_articles > 0 and c.hour >= l.last_new_at - interval 60 day
  ), habits as (
    select source_id, any_value(last_new_at) as silent_since, avg(gap) as usual,
           max(gap) as longest
    from heard group by source_id
    having count(*) >= 10 and max(hour) - min(hour) >= interval 8 day
  )
  select h.source_id, h.silent_since,
         date_diff('hour', h.silent_since, s.last_ok_at) as silent_hours,
         round(h.usual, 1) as usual_gap_hours, h.longest as longest_gap_hours
  from habits h join store.sources s using (source_id)
  where date_diff('hour', h.silent_since, s.last_ok_at)
        > greatest(7 * h.usual, 1.5 * h.longest);

create or replace view disputes as
  with opened as (
    select claim_id, any_value(matter) as matter, any_value(alert_id) as alert_id,
           min(recorded_at) as opened_at, max(recorded_at) as last_at,
           bool_or(retired_at is null) as is_open
    from store.baseline where status = 'disputed' group by claim_id
  ), answered as (
    select o.claim_id, min(b.recorded_at) as closed_at
    from opened o join store.baseline b
      on b.claim_id = o.claim_id and b.recorded_at >= o.last_at
     and b.status <> 'disputed'
    where not o.is_open group by o.claim_id
  ), withdrawn as (
    select claim_id, min(recorded_at) as closed_at
    from store.baseline where status = 'rejected' and retired_at is null
    group by claim_id
  ), gone as (
    -- No row in force: the article that said it does not any more.
    select claim_id, max(retired_at) as closed_at from store.baseline
    group by claim_id having count(*) = count(retired_at)
  )
  select o.matter, a.baseline_claim_id, o.claim_id as disputed_claim_id, o.opened_at,
         least(d.closed_at, w.closed_at, g.closed_at) as closed_at
  from opened o
  left join store.alerts a using (alert_id)
  left join answered d on d.claim_id = o.claim_id
  left join withdrawn w on w.claim_id = a.baseline_claim_id
  left join gone g on g.claim_id = o.claim_id;

-- A plan, a prediction, or the bare present with a deadline ahead ("closes by March").
-- An analyst who confirms it after the day says that it happened.
create or replace view overdue as
  select claim_id, text, due, document
  from (
    select *, (claim->'period'->>'valid_to')::date - 1 as due
    from store.baseline where retired_at is null and polarity = 'affirmed'
  )
  where due < current_date
    and (modality in ('planned', 'predicted')
         or modality = 'asserted' and claim->>'tense' = 'present'
        and regexp_matches(claim->'period'->>'text', '^(by|before|within|no later than)\b', 'i')
        and document_date <= due)
    and (status in ('seed', 'observed')
         or status = 'confirmed' and recorded_at::date <= due);

create or replace view precision_by_verdict as
  with counted as (
    select verdict, count(*) as labelled,
           count(*) filter (feedback = 'confirmed') as right_ones
    from alerts where feedback in ('confirmed', 'dismissed') group by verdict
  )
  select verdict, labelled,
         case when labelled >= enough_labels() then right_ones / labelled end
           as precision,
         case when labelled >= enough_labels() then wilson_low(right_ones, labelled) end
           as low,
         case when labelled >= enough_labels() then wilson_high(right_ones, labelled) end
           as high
  from counted;

create or replace view precision_by_source as
  with counted as (
    select source_id, count(*) as labelled,
           count(*) filter (feedback = 'confirmed') as right_ones
    from alerts where feedback in ('confirmed', 'dismissed') group by source_id
  )
  select source_id, labelled,
         case when labelled >= enough_labels() then right_ones / labelled end
           as precision,
         case when labelled >= enough_labels() then wilson_low(right_ones, labelled) end
           as low,
         case when labelled >= enough_labels() then wilson_high(right_ones, labelled) end
           as high
  from counted;

create or replace view recall as
  with counted as (
    -- What was reported as missed and had been told after all was found.
    select told + missed as labelled, told
    from (select count(*) as told from alerts where feedback = 'confirmed'),
         (select count(distinct (url, quote)) as missed from store.feedback
          where action = 'missed' and undone_at is null
            and not regexp_matches(explanation, '^(alerted|joined) '))
  )
  select labelled,
         case when labelled >= enough_labels() then told / labelled end as recall,
         case when labelled >= enough_labels() then wilson_low(told, labelled) end
           as low,
         case when labelled >= enough_labels() then wilson_high(told, labelled) end
           as high
  from counted;
