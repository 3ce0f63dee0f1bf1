select
    sheet_id,
    row,
    store,
    day,
    coalesce(lost_kind, 'lost') as kind,
    reasons,
    lost_to,
    level,
    first_contact_on,
    channel,
    salesperson,
    model,
    customer_name,
    phone,
    customer_id
from line
where coalesce(lost_kind, 'lost') <> 'invalid'
