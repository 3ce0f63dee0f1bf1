-- Lines stand in the order of their days and times, whatever sheet they came from: `position` numbers them.
insert into mart.visit
with line as (
    select
        *,
        row_number() over (
            partition by store
            order by day, arrived_minute nulls last, is_first desc nulls last, content, nth
        )::integer as position
    from staging.visit
    where store in (select store from touched)
),
first_told as (
    select
        *,
        is_visit and coalesce(
            is_first,
            row_number() over (partition by store, customer_id, is_visit order by position) = 1
        ) as is_first_visit
    from line
)
select
    store,
    day,
    month,
    weekday,
    hour,
    position,
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
    is_recorded,
    is_recorded and row_number() over (partition by store, customer_id, is_recorded order by position) = 1,
    model is not null and row_number() over (partition by store, customer_id, model, month order by position) = 1,
    coalesce(has_test_drive, false),
    customer_id,
    masked_name(customer_name),
    masked_phone(phone),
    sheet_id,
    row
from first_told
where exists (
    select 1
    from mart.coverage as c
    where c.store = first_told.store and c.month = first_told.month and c.visit = 'register'
)
order by store, position;

-- what the register says of a customer on his first line: for logs that leave it out
create or replace temp table met as
select store, customer_id, channel, salesperson, model
from mart.visit
where store in (select store from touched)
qualify row_number() over (partition by store, customer_id order by position) = 1;
