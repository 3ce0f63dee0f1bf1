select
    sheet_id,
    row,
    store,
    day,
    channel,
    salesperson,
    model,
    customer_name,
    phone,
    customer_id
from line
