"""
What we hold, in DuckDB. Knows extractors' words, and nothing of the network.

Everything below takes the connection of the open transaction, so that a batch of
articles is one transaction; all times are aware UTC::

    database    Database(path, memory_limit=, threads=)
                  .migrate(topic=) -> applied    .transaction(wait_s=5) -> connection
                  .publish_snapshot() -> changed    .path  .snapshot_path
                open_snapshot(path) -> read-only connection
    lock        run_lock(path)                     LockedError(pid) when held

    articles    record_article(con, article, html=, entry_url=, copy_of=, status=,
                  status_reason=, fingerprint=)
                record_claims(con, claims)
                record_decisions(con, decisions, run_id=, versions=, decided_at=)
                known_articles(con, article_ids) -> {id: KnownArticle(version,
                  text_sha256, status, copy_of)}    known_urls(con, urls) -> frozenset
                fingerprints(con, since=) -> [Fingerprint(article_id, origin, value)]
                read_page(con, article_id, version) -> html    read_claims(con, ids)
    baseline    add_documents(con, [(article, claims)], keys=candidate_keys, at=)
                candidates(con, claim, keys, limit=50, cap=500,
                  include_superseded=True) -> [BaselineClaim]
                observe(con, claim, article, keys=, at=, status=, alert_id=)
                hold(con, [Holding(claim, article, keys, status, alert_id, valid_from,
                  valid_to)], at=) for many
                supersede(con, claim_id, by_claim_id=, valid_to=, at=)
                confirm(con, claim_id, at=)    reject(con, claim_id, at=)
                held(con, valid_at=, known_at=)    held_by_id(con, ids, known_at=)
                reject_pair(con, baseline_claim_id, pair_key, at=)  rejected_pairs(con)
                held_at_row(con, ids, row=) -> as when that row was the last one
                last_row(con)    rekey(con, keys, version=) after an upgrade
    cases       cases(con) -> what was decided, with its inputs: for a replay
    backup      backup(database, at=, keep=)    restore(database, source, at=)
    compact     compact(database)    export: export(snapshot, folder, form=)
    retention   drop_old(con, Keep(...), at=)    erase: find_articles, erase
    alerts      insert_alerts(con, alerts)    read_alert(con, alert_id)
                add_sources(con, [Said(alert_id, article_id, claim_id, origin, at)])
    outbox      what was posted and what is to be: its own docstring has the states
    sources     SourceState    sync_sources(con, sources)    read_states(con)
                save_states(con, states)    add_coverage(con, source_id, at=, fetched=,
                  new_articles=, errors=)
    runs        start_run(con, run_id, topic=, trigger=, at=, prefect_flow_run_id=)
                finish_run(con, run_id, at=, status=, counts=RunCounts(), seconds=)
                close_stale_runs(con, at=) -> crashed run ids
    query       list_queries() -> [Query(name, question, sql, parameters)]
                get_query(name)    run_query(con, name, **parameters) -> the answer
"""
