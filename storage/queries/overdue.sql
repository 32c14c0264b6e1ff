-- Which plans and predictions have passed their day unconfirmed? The longest overdue first.
select text, due, current_date - due as days, document
from overdue
order by due, text;
