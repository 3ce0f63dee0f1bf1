insert into mart.test_drive
with met as (
    select store, customer_id, channel, salesperson, model
    from mart.visit
    where store in (select store from touched)
    qualify row_number() over (partition by store, customer_id order by day, row) = 1
),
driven as (
    select store, day, salesperson, channel, model, customer_id, customer_name, phone, sheet_id, row, 1 as preference
    from staging.test_drive
    where store in (select store from touched)
    union all
    select store, day, salesperson, channel, model, customer_id, customer_name, phone, sheet_id, row, 2
    from staging.visit
    where has_test_drive and store in (select store from touched)
),
once_a_day as (
    select *
    from driven
    qualify row_number() over (partition by store, customer_id, day order by preference, sheet_id, row) = 1
)
select
    d.store,
    d.day,
    month_index(d.day),
    coalesce(d.salesperson, met.salesperson),
    coalesce(d.channel, met.channel),
    coalesce(d.model, met.model),
    row_number() over (partition by d.store, d.customer_id, year(d.day), month(d.day) order by d.day) = 1,
    d.customer_id,
    masked_name(d.customer_name),
    masked_phone(d.phone),
    d.sheet_id,
    d.row
from once_a_day d
left join met using (store, customer_id)
order by d.store, d.day, d.row;
