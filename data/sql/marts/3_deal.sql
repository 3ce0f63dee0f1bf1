-- The deal log's orders in the months it knows; elsewhere the visit register's: one an order day written there, else
-- one a customer, on the first line that says sold.
insert into mart.deal
with ordered as (
    select
        'register' as known_from, store, day, salesperson, channel, model, sale_channel,
        is_cancelled, delivered_on, customer_id, customer_name, phone, sheet_id, row
    from staging.deal
    where store in (select store from touched)
    union all
    select
        'visits', store, ordered_on, salesperson, channel, model, 'showroom',
        false, null, customer_id, customer_name, phone, sheet_id, row
    from staging.visit
    where has_deal and store in (select store from touched)
    qualify row_number() over (
        partition by store, customer_id, states_order_day, case when states_order_day then ordered_on end
        order by day, content, nth
    ) = 1
)
select
    o.store,
    o.day,
    month_index(o.day),
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
join mart.coverage c on c.store = o.store and c.month = month_index(o.day) and c.deal = o.known_from
left join met on met.store = o.store and met.customer_id = o.customer_id
order by o.store, o.day, o.sheet_id, o.row;
