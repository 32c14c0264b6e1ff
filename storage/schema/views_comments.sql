-- Replacing a view drops its comments, so these run after every views.sql.

comment on view alerts is
  'Findings, one row each, with the evidence of both sides.';
comment on column alerts.alert_id is
  'Stable id made of what the alert means, not of an address.';
comment on column alerts.topic is 'Id of the topic.';
comment on column alerts.verdict is 'new, updates or contradicts.';
comment on column alerts.severity is 'high, medium or low.';
comment on column alerts.confidence is '0 to 1.';
comment on column alerts.slot is
  'Part in which the two claims differ: quantity, date, polarity, relation, subject, object, exclusivity, modality; NULL for new.';
comment on column alerts.old_value is 'Words of that part in the baseline.';
comment on column alerts.new_value is 'Words of that part in the article.';
comment on column alerts.claim_id is 'The claim that raised it.';
comment on column alerts.claim_text is
  'The words of the article: text[claim_start:claim_end].';
comment on column alerts.claim_start is 'Offset of the first character, from 0.';
comment on column alerts.claim_end is 'Offset after the last character.';
comment on column alerts.modality is
  'How the article stands to it: asserted, reported, predicted, planned, possible, denied, conditional, question.';
comment on column alerts.attribution is
  'Whom the article names as its source; empty for none.';
comment on column alerts.article_id is 'The article that raised it.';
comment on column alerts.article_url is 'Its address.';
comment on column alerts.article_title is 'Its title.';
comment on column alerts.published_at is 'When it was published, UTC.';
comment on column alerts.source_id is 'The source that it came from.';
comment on column alerts.trust is 'primary, press or aggregator.';
comment on column alerts.baseline_claim_id is 'The claim held before; NULL for new.';
comment on column alerts.baseline_text is 'Its words.';
comment on column alerts.baseline_document is 'The document that it stands in.';
comment on column alerts.origins is 'Independent publishers that say so.';
comment on column alerts.copies is 'Articles that say so.';
comment on column alerts.state is 'pending, sending, sent, held or dead.';
comment on column alerts.slack_channel is 'Where it goes.';
comment on column alerts.slack_ts is
  'Id of the message in Slack; NULL before it is sent.';
comment on column alerts.feedback is
  'Last answer that was not undone: confirmed, dismissed, muted; NULL for none.';
comment on column alerts.created_at is 'When it was raised, UTC.';
comment on column alerts.run_id is 'The run that raised it.';

comment on view decisions is
  'The one outcome of every extracted claim, with its reason.';
comment on column decisions.claim_id is 'The claim.';
comment on column decisions.article_id is 'The article that it stands in.';
comment on column decisions.run_id is 'The run that decided.';
comment on column decisions.outcome is
  'alerted, joined, known, off_topic, not_newsworthy, unclear, copy, muted, learning or rejected.';
comment on column decisions.verdict is
  'known, new, updates, contradicts, unclear; NULL when none was reached.';
comment on column decisions.reason is 'Stable code of the reason.';
comment on column decisions.confidence is '0 to 1; NULL without a verdict.';
comment on column decisions.alert_id is 'The alert that it raised or joined.';
comment on column decisions.baseline_claim_id is
  'The baseline claim that it was compared with.';
comment on column decisions.features is 'What the decision rested on, JSON.';
comment on column decisions.versions is 'Versions of the parts that decided, JSON.';
comment on column decisions.decided_at is 'When, UTC.';

comment on view claims is
  'Propositions extracted from articles.';
comment on column claims.claim_id is 'Hash of article, version and span.';
comment on column claims.article_id is 'The article.';
comment on column claims.article_version is 'Its version.';
comment on column claims.sentence is 'The whole sentence.';
comment on column claims.quote is
  'The words of the claim: text[claim_start:claim_end].';
comment on column claims.claim_start is 'Offset of the first character, from 0.';
comment on column claims.claim_end is 'Offset after the last character.';
comment on column claims.subject is 'Canonical name where the topic knows it.';
comment on column claims.relation is
  'Lemma of the verb with its particle or preposition, active.';
comment on column claims.object is 'Canonical name where the topic knows it.';
comment on column claims.quantities is
  'Numbers as intervals: role, low, high (NULL is an open bound), unit, per, approximate, text.';
comment on column claims.valid_from is 'First day on which it is true; NULL for open.';
comment on column claims.valid_to is
  'First day on which it is no longer true; NULL for open.';
comment on column claims.polarity is 'affirmed or negated.';
comment on column claims.modality is
  'asserted, reported, predicted, planned, possible, denied, conditional or question.';
comment on column claims.attribution is
  'Whom the article names as its source; empty for none.';
comment on column claims.place is 'Where; empty for nowhere named.';

comment on view baseline is
  'Claims that we hold, all rows of their history; current where retired_at is null.';
comment on column baseline.claim_id is
  'The claim; a change of status or validity is a further row with the same id.';
comment on column baseline.matter is
  'What it is about: the same in claims that can be compared.';
comment on column baseline.text is 'Its words.';
comment on column baseline.subject is 'Canonical name where the topic knows it.';
comment on column baseline.relation is
  'Lemma of the verb with its particle or preposition, active.';
comment on column baseline.object is 'Canonical name where the topic knows it.';
comment on column baseline.quantities is
  'Numbers as intervals: role, low, high (NULL is an open bound), unit, per, approximate, text.';
comment on column baseline.valid_from is
  'First day on which it is true in the world; NULL for open.';
comment on column baseline.valid_to is
  'First day on which it is no longer true; NULL for open.';
comment on column baseline.modality is
  'asserted, reported, predicted, planned, possible, denied, conditional or question.';
comment on column baseline.polarity is 'affirmed or negated.';
comment on column baseline.attribution is
  'Whom the document names as its source; empty for none.';
comment on column baseline.status is
  'seed, observed, disputed, confirmed, rejected or superseded.';
comment on column baseline.document is 'Title of the document that says so.';
comment on column baseline.document_date is 'When the document was published.';
comment on column baseline.document_url is 'Its address.';
comment on column baseline.trust is 'primary, press or aggregator.';
comment on column baseline.origins is 'Independent publishers that say so, to date.';
comment on column baseline.recorded_at is 'When we began to hold it so, UTC.';
comment on column baseline.retired_at is
  'When this row was replaced, UTC; NULL for the row in force.';
comment on column baseline.superseded_by is 'The claim that closed its validity.';

comment on view articles is
  'What was read: one row for each version of an article.';
comment on column articles.article_id is 'Stable over edits.';
comment on column articles.version is '1, and one more for each edit.';
comment on column articles.url is 'The address that answered.';
comment on column articles.canonical_url is 'The address that the page gives itself.';
comment on column articles.source_id is 'The source that announced it.';
comment on column articles.publisher is 'Who published it.';
comment on column articles.title is 'Its title.';
comment on column articles.author is 'Its author.';
comment on column articles.published_at is 'When it was published, UTC.';
comment on column articles.modified_at is 'When it was edited, by its own word, UTC.';
comment on column articles.fetched_at is 'When it was read, UTC.';
comment on column articles.language is 'ISO 639-1 code.';
comment on column articles.text is 'The cleaned text.';
comment on column articles.text_sha256 is 'Hash of the text.';
comment on column articles.copy_of is
  'The article that it repeats; NULL for an original.';
comment on column articles.status is
  'What became of it: read, copy, off_topic (no claims were looked for) or removed; seed for a document of the baseline.';
comment on column articles.status_reason is 'Why, as a stable code.';

comment on view edits is
  'What later versions of articles did to their claims, one row for each claim.';
comment on column edits.article_id is 'The article.';
comment on column edits.version is 'The version that brought the change.';
comment on column edits.change is 'added, changed or removed.';
comment on column edits.before is 'The words of the claim before; NULL when added.';
comment on column edits.after is 'The words now; NULL when removed.';
comment on column edits.old_claim_id is 'The claim of the earlier version.';
comment on column edits.new_claim_id is 'The claim of this version.';
comment on column edits.effect is
  'What became of the old claim in the baseline: retired, supported (others say it too), or the status that it keeps; NULL when it was not held.';
comment on column edits.alert_id is 'The alert that had told of the old claim.';
comment on column edits.article_url is 'The address that answered.';
comment on column edits.article_title is 'Title of this version.';
comment on column edits.changed_at is 'When we saw it, UTC.';

comment on view sources is
  'What is read, and its health.';
comment on column sources.source_id is 'Id in the topic file.';
comment on column sources.kind is 'feed, sitemap, page and so on.';
comment on column sources.url is 'Its address.';
comment on column sources.trust is 'primary, press or aggregator.';
comment on column sources.last_ok_at is 'When it last answered, UTC.';
comment on column sources.last_error is
  'What went wrong last; NULL or empty when nothing did.';
comment on column sources.failures is 'Failures in a row.';
comment on column sources.next_fetch_at is 'Not asked before then, UTC.';
comment on column sources.etag is 'Cache validator as it was given.';
comment on column sources.entries_24h is 'Entries of the last 24 hours.';

comment on view runs is
  'Passes over the sources.';
comment on column runs.run_id is 'Id of the run.';
comment on column runs.topic is 'Id of the topic.';
comment on column runs.trigger is 'manual, schedule, slack or api.';
comment on column runs.started_at is 'UTC.';
comment on column runs.finished_at is 'UTC; NULL while it runs.';
comment on column runs.status is 'running, completed, failed or crashed.';
comment on column runs.fetched is 'Pages fetched.';
comment on column runs.articles is 'Articles read.';
comment on column runs.claims is 'Claims extracted.';
comment on column runs.alerts is 'Alerts raised.';
comment on column runs.seconds is 'How long it took.';
comment on column runs.prefect_flow_run_id is
  'Where Prefect ran it; NULL without Prefect.';

comment on view coverage is
  'What each source gave in each hour.';
comment on column coverage.source_id is 'The source.';
comment on column coverage.hour is 'Start of the hour, UTC.';
comment on column coverage.fetched is 'Pages fetched.';
comment on column coverage.new_articles is 'Articles not read before.';
comment on column coverage.errors is 'Failed fetches.';

comment on view feedback is
  'What people answered to alerts.';
comment on column feedback.alert_id is 'The alert; NULL for a finding that we missed.';
comment on column feedback.action is 'confirmed, dismissed, muted or missed.';
comment on column feedback.reason is
  'extraction, comparison, not_news or bad_source; of a miss: where, what, why silent.';
comment on column feedback."user" is 'Who.';
comment on column feedback.at_time is 'When, UTC.';
comment on column feedback.undone_at is
  'When it was taken back, UTC; NULL while it stands.';

comment on view disputes is
  'Claims that contradict what we hold, until someone answers.';
comment on column disputes.matter is 'What they are about.';
comment on column disputes.baseline_claim_id is 'The claim that is believed.';
comment on column disputes.disputed_claim_id is 'The claim that contradicts it.';
comment on column disputes.opened_at is 'Since when, UTC.';
comment on column disputes.closed_at is
  'When it was answered, UTC; NULL while it is open.';

comment on view overdue is
  'What was to happen by a day that has passed, and was neither reported since nor confirmed by an analyst after that day.';
comment on column overdue.claim_id is 'The planned or predicted claim.';
comment on column overdue.text is 'Its words.';
comment on column overdue.due is 'Last day on which it would have been in time.';
comment on column overdue.document is 'The document that says so.';

comment on view precision_by_verdict is
  'How often people confirmed alerts, by verdict.';
comment on column precision_by_verdict.verdict is 'new, updates or contradicts.';
comment on column precision_by_verdict.labelled is 'Alerts confirmed or dismissed.';
comment on column precision_by_verdict.precision is
  'Confirmed ones among these, 0 to 1; NULL with fewer than 5: too few labels.';
comment on column precision_by_verdict.low is
  'Lower bound of the 95 % interval (Wilson); NULL with too few labels.';
comment on column precision_by_verdict.high is
  'Upper bound of the 95 % interval (Wilson); NULL with too few labels.';

comment on view precision_by_source is
  'How often people confirmed alerts, by source.';
comment on column precision_by_source.source_id is 'The source.';
comment on column precision_by_source.labelled is 'Alerts confirmed or dismissed.';
comment on column precision_by_source.precision is
  'Confirmed ones among these, 0 to 1; NULL with fewer than 5: too few labels.';
comment on column precision_by_source.low is
  'Lower bound of the 95 % interval (Wilson); NULL with too few labels.';
comment on column precision_by_source.high is
  'Upper bound of the 95 % interval (Wilson); NULL with too few labels.';

comment on view recall is
  'How many of the findings that people named, by confirming or reporting them, we told.';
comment on column recall.labelled is
  'Alerts confirmed and findings reported as missed.';
comment on column recall.recall is
  'Told ones among these, 0 to 1; NULL with fewer than 5: too few labels.';
comment on column recall.low is
  'Lower bound of the 95 % interval (Wilson); NULL with too few labels.';
comment on column recall.high is
  'Upper bound of the 95 % interval (Wilson); NULL with too few labels.';

comment on macro table baseline_as_of is
  'What we held at known_at (a time) about the day valid_at; rejected claims are left out.';
comment on macro enough_labels is 'So many answers make a share worth telling.';
comment on macro wilson_low is 'Lower bound of the 95 % interval of a share.';
comment on macro wilson_high is 'Upper bound of the 95 % interval of a share.';

comment on view silent_sources is
  'Sources that answer, but bring nothing new for longer than seven times their usual gap and one and a half times their longest.';
comment on column silent_sources.source_id is 'The source.';
comment on column silent_sources.silent_since is
  'Hour (UTC) in which it brought something new last.';
comment on column silent_sources.silent_hours is
  'Hours from then to the last good visit.';
comment on column silent_sources.usual_gap_hours is
  'Mean hours between two hours with something new, of its last 60 days.';
comment on column silent_sources.longest_gap_hours is 'The longest of those gaps.';

comment on view backfill is
  'Windows of the past that sources with an archive were asked for and that are done.';
comment on column backfill.source_id is 'The source.';
comment on column backfill.since is 'Begin of the window, UTC.';
comment on column backfill.until is 'Its end, UTC; not part of it.';
comment on column backfill.entries is 'How many articles the source named.';
comment on column backfill.walked_at is 'When all of them were judged, UTC.';
