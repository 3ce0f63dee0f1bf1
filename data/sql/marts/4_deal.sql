-- The deal log's orders in the months it knows; elsewhere the visit register's: one an order day written there, else
-- one a customer, on the first line that says sold.
create or replace temp table new_deal as
with ordered as (
    select
        'register' as known_from, store, day, salesperson, channel, model, sale_channel,
        is_cancelled, delivered_on, customer_id, customer_name, phone, sheet_id, row
    from line_deal
    union all
    select
        'visits', store, ordered_on, salesperson, channel, model, 'showroom',
        false, null, customer_id, customer_name, phone, sheet_id, row
    from line_visit
    where has_deal
    qualify row_number() over (
        partition by customer_id, states_order_day, case when states_order_day then ordered_on end
        order by day, content, nth
    ) = 1
)
select
    o.store,
    o.day,
    month_index(o.day) as month,
    coalesce(o.salesperson, met.salesperson) as salesperson,
    coalesce(o.channel, met.channel) as channel,
    coalesce(o.model, met.model) as model,
    o.sale_channel,
    o.is_cancelled,
    o.delivered_on,
    o.customer_id,
    masked_name(o.customer_name) as name_masked,
    masked_phone(o.phone) as phone_masked,
    o.sheet_id,
    o.row
from ordered o
join mart.coverage c on c.store = o.store and c.month = month_index(o.day) and c.deal = o.known_from
left join met on met.customer_id = o.customer_id;

insert into mart.deal
select * from new_deal order by store, day, sheet_id, row;
