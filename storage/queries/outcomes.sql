-- What became of all claims, and why? Adds up to every extracted claim.
select outcome, coalesce(verdict, '') as verdict, reason, count(*) as claims,
       round(count(*) / sum(count(*)) over (), 3) as share
from decisions
group by all
order by claims desc, outcome, verdict, reason;
