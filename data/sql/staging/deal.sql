select
    sheet_id,
    row,
    store,
    day,
    delivered_on,
    coalesce(sale_channel, 'showroom') as sale_channel,
    cancelled_on is not null or coalesce(outcome = 'cancelled_order', false) as is_cancelled,
    channel,
    salesperson,
    model,
    price,
    customer_name,
    phone,
    customer_id
from line
