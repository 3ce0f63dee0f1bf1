-- A customer's lines stand in the order of their days and times, whatever sheet they came from: `position` numbers them.
-- Most customers have one line; only the lines of the others need to be put in order.
create or replace temp table new_visit as
with again as (
    select customer_id from line_visit group by customer_id having count(*) > 1
),
ordered as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by day, arrived_minute nulls last, is_first desc nulls last, content, nth
        )::integer as position
    from line_visit
    where customer_id in (select customer_id from again)
),
placed as (
    select
        customer_id,
        content,
        nth,
        position,
        position = min(position) filter (where is_visit) over (partition by customer_id) as is_earliest_visit,
        position = min(position) filter (where is_recorded) over (partition by customer_id) as is_earliest_record,
        position = min(position) over (partition by customer_id, model, month) as is_earliest_interest
    from ordered
),
channel_says as (
    select
        stated_channel,
        regexp_matches(lower(stated_channel), '车展|展会|巡展|auto ?show|event') as event,
        regexp_matches(lower(stated_channel), '介绍|推荐|referral') as referral
    from (select distinct stated_channel from line_visit)
),
line as (
    select *, is_visit and coalesce(is_first, is_earliest_visit, true) as is_first_visit
    from line_visit
    left join placed using (customer_id, content, nth)
    join channel_says using (stated_channel)
)
select
    store,
    day,
    month,
    weekday,
    hour,
    coalesce(position, 1) as position,
    salesperson,
    channel,
    model,
    contact_type,
    line.level,
    stay_minutes,
    is_visit,
    is_first_visit,
    is_visit and not is_first_visit as is_be_back,
    contact_type = 'event' or event as is_event,
    contact_type = 'referral' or referral as is_referral,
    is_visit and coalesce(stay_minutes >= 30, is_long_stay, false) as is_long_stay,
    is_recorded,
    is_recorded and coalesce(is_earliest_record, true) as is_new_record,
    model is not null and coalesce(is_earliest_interest, true) as is_new_interest,
    coalesce(has_test_drive, false) as has_test_drive,
    customer_id,
    masked_name(customer_name) as name_masked,
    masked_phone(phone) as phone_masked,
    sheet_id,
    row
from line
join mart.coverage as c using (store, month)
where c.visit = 'register';

insert into mart.visit
select * from new_visit order by store, day;

-- what the register says of a customer on his first line: for logs that leave it out
create or replace temp table met as
select customer_id, channel, salesperson, model
from new_visit
join (select customer_id, min(position) as position from new_visit group by customer_id) using (customer_id, position);
