-- Who contradicts whom? Publisher against document, the most frequent first.
select coalesce(nullif(art.publisher, ''), a.source_id) as who,
       a.baseline_document as whom, count(*) as times,
       list(distinct a.slot order by a.slot) as slots, max(a.created_at) as last_at
from alerts a
left join (select distinct article_id, publisher from articles) art using (article_id)
where a.verdict = 'contradicts'
group by all
order by times desc, who, whom;
