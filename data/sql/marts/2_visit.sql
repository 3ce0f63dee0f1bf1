insert into mart.visit
with line as (
    select
        *,
        is_visit and coalesce(is_first, row_number() over (partition by store, customer_id, is_visit order by day, arrived_minute, row) = 1)
            as is_first_visit
    from staging.visit
    where store in (select store from touched)
)
select
    store,
    day,
    month,
    weekday,
    hour,
    salesperson,
    channel,
    model,
    contact_type,
    level,
    stay_minutes,
    is_visit,
    is_first_visit,
    is_visit and not is_first_visit,
    contact_type = 'event' or regexp_matches(lower(stated_channel), '车展|展会|巡展|auto ?show|event'),
    contact_type = 'referral' or regexp_matches(lower(stated_channel), '介绍|推荐|referral'),
    is_visit and coalesce(stay_minutes >= 30, is_long_stay, false),
    is_recorded and row_number() over (partition by store, customer_id, is_recorded order by day, arrived_minute, row) = 1,
    model is not null and row_number() over (partition by store, customer_id, model, month order by day, arrived_minute, row) = 1,
    customer_id,
    masked_name(customer_name),
    masked_phone(phone),
    sheet_id,
    row
from line
order by store, day, arrived_minute, row;
