-- level: freshness
-- severity: warning
-- threshold: 7 days
-- description: No row waits long for the order, product, customer or rate it refers to.
-- what_to_do: Export what is missing: the quarantine lists the ids. Discard rows whose parent will never come.
select q.file_id, q.record_number as record, q.entity, q.rule, q.column_name, q.value, q.quarantined_at
from pipeline.quarantine q
where q.state = 'waiting' and q.quarantined_at < :now - :threshold * interval '1 day'
order by q.quarantined_at
