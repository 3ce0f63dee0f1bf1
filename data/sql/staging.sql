-- Raw lines typed, renamed, and each kept once: a line that stands in two loaded sheets of a store counts from the first.
-- month = year * 12 + month - 1; weekday 0 is Monday. Who the customer is: his phone, else this line alone.

create or replace view staging.visit as
select
    sheet_id,
    row,
    store,
    happened_on as day,
    month_index(happened_on) as month,
    (isodow(happened_on) - 1)::integer as weekday,
    (arrived_minute // 60)::integer as hour,
    arrived_minute,
    coalesce(contact_type, 'visit') as contact_type,
    coalesce(contact_type, 'visit') in ('visit', 'repeat_owner') as is_visit,
    is_first,
    coalesce(stay_minutes, case when left_minute >= arrived_minute then left_minute - arrived_minute end) as stay_minutes,
    is_long_stay,
    coalesce(channel, contact_type, 'visit') as channel,
    coalesce(channel, '') as stated_channel,
    salesperson,
    model,
    level,
    has_test_drive,
    coalesce(is_recorded, customer_name is not null and phone is not null) as is_recorded,
    is_recorded is not null or customer_name is not null or phone is not null as knows_record,
    coalesce(has_deal, outcome = 'sold', false) as has_deal,
    coalesce(ordered_on, happened_on) as ordered_on,
    ordered_on is not null as states_order_day,
    case when outcome in ('lost', 'plan_cancelled', 'out_of_control', 'dormant') then outcome end as lost_kind,
    customer_name,
    phone,
    content,
    nth,
    customer_of(phone, content, nth) as customer_id
from raw.visit
where coalesce(purpose, 'sales') = 'sales'
qualify row_number() over (partition by store, content, nth order by sheet_id) = 1;

create or replace view staging.deal as
select
    sheet_id,
    row,
    store,
    coalesce(ordered_on, delivered_on) as day,
    delivered_on,
    coalesce(sale_channel, 'showroom') as sale_channel,
    cancelled_on is not null or coalesce(outcome = 'cancelled_order', false) as is_cancelled,
    channel,
    salesperson,
    model,
    price,
    customer_name,
    phone,
    customer_of(phone, content, nth) as customer_id
from raw.deal
where coalesce(ordered_on, delivered_on) is not null
qualify row_number() over (partition by store, content, nth order by sheet_id) = 1;

create or replace view staging.loss as
select
    sheet_id,
    row,
    store,
    lost_on as day,
    coalesce(lost_kind, 'lost') as kind,
    reasons,
    lost_to,
    channel,
    salesperson,
    model,
    customer_name,
    phone,
    customer_of(phone, content, nth) as customer_id
from raw.loss
where lost_on is not null and coalesce(lost_kind, 'lost') <> 'invalid'
qualify row_number() over (partition by store, content, nth order by sheet_id) = 1;

create or replace view staging.test_drive as
select
    sheet_id,
    row,
    store,
    driven_on as day,
    channel,
    salesperson,
    model,
    customer_name,
    phone,
    customer_of(phone, content, nth) as customer_id
from raw.test_drive
where driven_on is not null
qualify row_number() over (partition by store, content, nth order by sheet_id) = 1;

-- the latest loaded form wins where two state the same cell
create or replace view staging.summary as
select sheet_id, row, "column", store, month, figure, model, value::bigint as value
from raw.summary
qualify row_number() over (partition by store, month, figure, model order by sheet_id desc) = 1;

create or replace view staging.loss_summary as
select sheet_id, row, "column", store, month, model, reason, value::bigint as value
from raw.loss_summary
qualify row_number() over (partition by store, month, model, reason order by sheet_id desc) = 1;
