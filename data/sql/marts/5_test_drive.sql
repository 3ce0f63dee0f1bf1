-- The drive log's drives in the months it knows, elsewhere the visit register's ticks; one a customer and day.
create or replace temp table new_test_drive as
with driven as (
    select 'register' as known_from, store, day, salesperson, channel, model, customer_id, customer_name, phone, sheet_id, row
    from line_test_drive
    union all
    select 'visits', store, day, salesperson, channel, model, customer_id, customer_name, phone, sheet_id, row
    from line_visit
    where has_test_drive
)
select
    d.store,
    d.day,
    month_index(d.day) as month,
    coalesce(d.salesperson, met.salesperson) as salesperson,
    coalesce(d.channel, met.channel) as channel,
    coalesce(d.model, met.model) as model,
    row_number() over (
        partition by d.customer_id, month_index(d.day)
        order by d.day, d.salesperson nulls last, d.model nulls last
    ) = 1 as is_first_of_month,
    d.customer_id,
    masked_name(d.customer_name) as name_masked,
    masked_phone(d.phone) as phone_masked,
    d.sheet_id,
    d.row
from driven d
join mart.coverage c on c.store = d.store and c.month = month_index(d.day) and c.test_drive = d.known_from
left join met on met.customer_id = d.customer_id
qualify row_number() over (
    partition by d.customer_id, d.day
    order by d.salesperson nulls last, d.model nulls last, d.sheet_id, d.row
) = 1;

insert into mart.test_drive
select * from new_test_drive order by store, day, sheet_id, row;
