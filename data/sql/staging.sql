-- Raw lines typed, renamed, and each kept once: a line that stands in two loaded sheets of a store counts from the first.
-- month = year * 12 + month - 1; weekday 0 is Monday. Who the customer is: his phone, else this line alone.

-- whether a later load corrected a raw line; renamed inside, or the names handed in would mean the inner columns
create or replace macro is_replaced(of_sheet, of_store, on_day) as exists (
    select 1
    from (select r.sheet_id as corrected_sheet, r.store as corrected_store, first_on, last_on from raw.replacement as r)
    where corrected_sheet = of_sheet and corrected_store = of_store and on_day between first_on and last_on
);

create or replace view staging.visit as
select
    sheet_id,
    row,
    store,
    day,
    month_index(day) as month,
    (isodow(day) - 1)::integer as weekday,
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
    coalesce(ordered_on, day) as ordered_on,
    ordered_on is not null as states_order_day,
    case when outcome in ('lost', 'plan_cancelled', 'out_of_control', 'dormant') then outcome end as lost_kind,
    customer_name,
    phone,
    content,
    nth,
    customer_id
from raw.visit
where coalesce(purpose, 'sales') = 'sales' and not is_replaced(sheet_id, store, day)
qualify row_number() over (partition by store, content, nth order by sheet_id) = 1;

create or replace view staging.deal as
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
from raw.deal
where day is not null and not is_replaced(sheet_id, store, day)
qualify row_number() over (partition by store, content, nth order by sheet_id) = 1;

create or replace view staging.loss as
select
    sheet_id,
    row,
    store,
    day,
    coalesce(lost_kind, 'lost') as kind,
    reasons,
    lost_to,
    channel,
    salesperson,
    model,
    customer_name,
    phone,
    customer_id
from raw.loss
where day is not null and coalesce(lost_kind, 'lost') <> 'invalid' and not is_replaced(sheet_id, store, day)
qualify row_number() over (partition by store, content, nth order by sheet_id) = 1;

create or replace view staging.test_drive as
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
from raw.test_drive
where day is not null and not is_replaced(sheet_id, store, day)
qualify row_number() over (partition by store, content, nth order by sheet_id) = 1;

-- the latest loaded form wins where two state the same cell
create or replace view staging.summary as
select sheet_id, row, "column", store, month, figure, model, value::bigint as value
from raw.summary
where not is_replaced(sheet_id, store, day)
qualify row_number() over (partition by store, month, figure, model order by sheet_id desc) = 1;

create or replace view staging.loss_summary as
select sheet_id, row, "column", store, month, model, reason, value::bigint as value
from raw.loss_summary
where not is_replaced(sheet_id, store, day)
qualify row_number() over (partition by store, month, model, reason order by sheet_id desc) = 1;
