-- A customer's lines stand in the order of their days and times, whatever sheet they came from: `position` numbers them.
create or replace temp table new_visit as
with line as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by day, arrived_minute nulls last, is_first desc nulls last, content, nth
        )::integer as position
    from line_visit
),
first_told as (
    select
        *,
        is_visit and coalesce(
            is_first,
            position = min(position) filter (where is_visit) over (partition by customer_id)
        ) as is_first_visit,
        is_recorded and position = min(position) filter (where is_recorded) over (partition by customer_id) as is_new_record,
        model is not null and position = min(position) over (partition by customer_id, model, month) as is_new_interest
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
    first_told.level,
    stay_minutes,
    is_visit,
    is_first_visit,
    is_visit and not is_first_visit as is_be_back,
    contact_type = 'event' or regexp_matches(lower(stated_channel), '车展|展会|巡展|auto ?show|event') as is_event,
    contact_type = 'referral' or regexp_matches(lower(stated_channel), '介绍|推荐|referral') as is_referral,
    is_visit and coalesce(stay_minutes >= 30, is_long_stay, false) as is_long_stay,
    is_recorded,
    is_new_record,
    is_new_interest,
    coalesce(has_test_drive, false) as has_test_drive,
    customer_id,
    masked_name(customer_name) as name_masked,
    masked_phone(phone) as phone_masked,
    sheet_id,
    row
from first_told
join mart.coverage as c using (store, month)
where c.visit = 'register';

insert into mart.visit
select * from new_visit order by store, day;

-- what the register says of a customer on his first line: for logs that leave it out
create or replace temp table met as
select customer_id, channel, salesperson, model
from new_visit
qualify position = min(position) over (partition by customer_id);
