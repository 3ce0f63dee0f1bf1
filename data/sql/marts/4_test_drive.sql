-- The drive log's drives in the months it knows, elsewhere the visit register's ticks; one a customer and day.
insert into mart.test_drive
with driven as (
    select 'register' as known_from, store, day, salesperson, channel, model, customer_id, customer_name, phone, sheet_id, row
    from staging.test_drive
    where store in (select store from touched)
    union all
    select 'visits', store, day, salesperson, channel, model, customer_id, customer_name, phone, sheet_id, row
    from staging.visit
    where has_test_drive and store in (select store from touched)
)
select
    d.store,
    d.day,
    month_index(d.day),
    coalesce(d.salesperson, met.salesperson),
    coalesce(d.channel, met.channel),
    coalesce(d.model, met.model),
    row_number() over (
        partition by d.store, d.customer_id, month_index(d.day)
        order by d.day, d.salesperson nulls last, d.model nulls last
    ) = 1,
    d.customer_id,
    masked_name(d.customer_name),
    masked_phone(d.phone),
    d.sheet_id,
    d.row
from driven d
join mart.coverage c on c.store = d.store and c.month = month_index(d.day) and c.test_drive = d.known_from
left join met on met.store = d.store and met.customer_id = d.customer_id
qualify row_number() over (
    partition by d.store, d.customer_id, d.day
    order by d.salesperson nulls last, d.model nulls last, d.sheet_id, d.row
) = 1
order by d.store, d.day, d.sheet_id, d.row;
