-- The tables behind the views of views.sql. No foreign keys: DuckDB refuses updates
-- of referenced rows with lists; tests/storage checks the references by SQL instead.
create schema store;

create table store.schema_migrations(
  version integer primary key, checksum varchar not null, applied_at timestamptz not null);

create table store.meta(
  generation uuid not null, seq bigint not null, topic varchar not null,
  views_checksum varchar not null);

create table store.articles(
  article_id varchar not null, version integer not null, url varchar,
  canonical_url varchar, entry_url varchar, source_id varchar, trust varchar,
  publisher varchar, origin varchar, title varchar, author varchar,
  published_at timestamptz, modified_at timestamptz, fetched_at timestamptz,
  language varchar, headline_only boolean, low_confidence boolean,
  text varchar, text_sha256 varchar, fingerprint json,
  copy_of varchar, status varchar, status_reason varchar,
  primary key (article_id, version));

-- The page as fetched, compressed with zlib; apart from the articles so that retention
-- can drop it without touching them.
create table store.evidence(
  article_id varchar not null, version integer not null, html blob, bytes bigint,
  primary key (article_id, version));

-- When an article is looked at again. etag and last_modified belong to url; misses are
-- looks in a row that found it gone or cut short, failures those that found nothing out.
create table store.revisits(
  article_id varchar primary key, url varchar, etag varchar, last_modified varchar,
  counted_from timestamptz, next_fetch_at timestamptz, misses integer,
  failures integer, last_error varchar);

-- What an edit did to an article's claims, claim by claim.
create table store.claim_changes(
  article_id varchar not null, version integer not null, change varchar not null,
  old_claim_id varchar, new_claim_id varchar, effect varchar, run_id varchar,
  changed_at timestamptz not null);

create table store.claims(
  claim_id varchar primary key, article_id varchar, article_version integer,
  sentence varchar, quote varchar, claim_start integer, claim_end integer,
  subject varchar, relation varchar, object varchar,
  quantities struct(role varchar, low double, high double, unit varchar,
                    per varchar, approximate boolean, text varchar)[],
  valid_from date, valid_to date, polarity varchar, modality varchar,
  attribution varchar, place varchar, matter varchar, slots json);

create table store.decisions(
  claim_id varchar primary key, article_id varchar, run_id varchar, outcome varchar,
  verdict varchar, reason varchar, confidence double, slot varchar, old_value varchar,
  new_value varchar, would_change varchar, alert_id varchar,
  baseline_claim_id varchar, candidates varchar[], features json, versions json,
  decided_at timestamptz);

-- Append-only: a change of status or validity retires the row and adds the next one.
-- claim_no is a 63-bit digest of claim_id: an index over it costs a third of one over
-- the text. entered is the row_id of the claim's first row: what the index of keys holds.
create sequence store.baseline_row;
create table store.baseline(
  row_id bigint default nextval('store.baseline_row'), entered bigint not null,
  claim_no bigint not null,
  claim_id varchar not null, matter varchar, text varchar, subject varchar,
  relation varchar, object varchar,
  quantities struct(role varchar, low double, high double, unit varchar,
                    per varchar, approximate boolean, text varchar)[],
  valid_from date, valid_to date, modality varchar, polarity varchar,
  attribution varchar, status varchar not null, document varchar,
  document_date date, document_url varchar, trust varchar, origin varchar,
  article_id varchar, alert_id varchar, recorded_at timestamptz not null,
  retired_at timestamptz, superseded_by varchar, claim json not null);
create index baseline_claim_no on store.baseline(claim_no);

-- How many baseline claims carry a key; it is named by the first of its buckets.
create table store.keys(bucket bigint not null, claims bigint not null);

-- The inverted index, in buckets: bucket = digest of (key, n // 256) for the n-th claim
-- of the key, so that reading the newest claims of a common key costs as little as
-- reading those of a rare one. Each batch adds a row for every bucket that it adds to;
-- now and then they are made one row a bucket, in the order of buckets. No index: the
-- passes over a million claims' buckets take 20 ms, and it would be the largest part of
-- the file.
create table store.baseline_keys(bucket bigint not null, entries integer[] not null);

create table store.rejected_pairs(
  baseline_claim_id varchar not null, pair_key varchar not null,
  rejected_at timestamptz not null, primary key (baseline_claim_id, pair_key));

create table store.alerts(
  alert_id varchar primary key, topic varchar, verdict varchar, severity varchar,
  confidence double, slot varchar, old_value varchar, new_value varchar,
  claim_id varchar, claim_text varchar, claim_start integer, claim_end integer,
  modality varchar, attribution varchar, article_id varchar, article_version integer,
  article_url varchar, article_title varchar, published_at timestamptz,
  source_id varchar, trust varchar, baseline_claim_id varchar, baseline_text varchar,
  baseline_document varchar, created_at timestamptz, run_id varchar, alert json);

-- Every article that said what an alert says; the first row is the alert's own.
create table store.alert_sources(
  alert_id varchar not null, article_id varchar not null, claim_id varchar not null,
  origin varchar, joined_at timestamptz,
  primary key (alert_id, article_id, claim_id));

create table store.outbox(
  post_id varchar primary key, alert_id varchar, seq bigint, kind varchar,
  channel varchar, thread_of varchar, payload json, render_version integer,
  state varchar, attempt integer, first_try_at timestamptz, last_try_at timestamptz,
  next_try_at timestamptz, ts varchar, last_error varchar, created_at timestamptz,
  run_id varchar);

-- What people answered. A finding that we missed has no alert_id, but where it stood,
-- what it said and why we were silent. changes: the baseline rows before and after, so
-- that an answer can be taken back.
create table store.feedback(
  feedback_id varchar primary key, alert_id varchar, action varchar not null,
  reason varchar, "user" varchar, at_time timestamptz not null, undone_at timestamptz,
  url varchar, quote varchar, explanation varchar, changes json);

create table store.mutes(
  mute_id varchar primary key, kind varchar not null, value varchar not null,
  until timestamptz not null, reason varchar, "user" varchar,
  created_at timestamptz not null, lifted_at timestamptz);

-- Trouble that the operators are told of once, and of its end once.
create table store.incidents(
  incident_id varchar primary key, subject varchar not null, detail varchar,
  opened_at timestamptz not null, closed_at timestamptz);

-- Alerts that channels other than Slack took.
create table store.told(alert_id varchar primary key, told_at timestamptz not null);

create table store.sources(
  source_id varchar primary key, kind varchar, url varchar, trust varchar,
  etag varchar, last_modified varchar, validators_url varchar,
  next_fetch_at timestamptz, failures integer, last_ok_at timestamptz,
  last_error varchar, entries_24h integer);

-- What robots.txt said, by origin; NULL where there is none.
create table store.robots(
  origin varchar primary key, rules varchar, read_at timestamptz not null);

create table store.coverage(
  source_id varchar not null, hour timestamptz not null, fetched integer,
  new_articles integer, errors integer, primary key (source_id, hour));

-- How far the past of a source was walked.
create table store.backfill(
  source_id varchar not null, since timestamptz not null, until timestamptz not null,
  entries integer, walked_at timestamptz not null, primary key (source_id, since, until));

create table store.runs(
  run_id varchar primary key, topic varchar, trigger varchar, started_at timestamptz,
  finished_at timestamptz, status varchar, fetched integer, articles integer,
  claims integer, alerts integer, seconds double, prefect_flow_run_id varchar);
