-- A deal without a channel, salesperson or model of its own takes those of its customer's first line in the register.
insert into mart.deal
with met as (
    select store, customer_id, channel, salesperson, model
    from mart.visit
    where store in (select store from touched)
    qualify row_number() over (partition by store, customer_id order by day, row) = 1
),
ordered as (
    select
        store, day, month_index(day) as month, salesperson, channel, model, sale_channel,
        is_cancelled, delivered_on, customer_id, customer_name, phone, sheet_id, row
    from staging.deal
    where store in (select store from touched)
    union all
    select
        store, ordered_on, month_index(ordered_on), salesperson, channel, model, 'showroom',
        false, null, customer_id, customer_name, phone, sheet_id, row
    from staging.visit
    where has_deal and store in (select store from touched)
    qualify row_number() over (partition by store, customer_id, ordered_on order by row) = 1
)
select
    o.store,
    o.day,
    o.month,
    coalesce(o.salesperson, met.salesperson),
    coalesce(o.channel, met.channel),
    coalesce(o.model, met.model),
    o.sale_channel,
    o.is_cancelled,
    o.delivered_on,
    o.customer_id,
    masked_name(o.customer_name),
    masked_phone(o.phone),
    o.sheet_id,
    o.row
from ordered o
left join met using (store, customer_id)
left join raw.sheet s using (sheet_id)
left join mart.coverage c on c.store = o.store and c.month = o.month
where s.kind = 'deal' or c.deal = 'visits'
order by o.store, o.day, o.row;
