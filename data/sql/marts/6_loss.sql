-- The loss log's customers in the months it knows; elsewhere the visit register's, each on the last line that says lost.
create or replace temp table new_loss as
with lost as (
    select
        'register' as known_from, store, day, salesperson, channel, model, kind, lost_to,
        customer_id, customer_name, phone, sheet_id, row
    from line_loss
    union all
    select
        'visits', store, day, salesperson, channel, model, lost_kind, null,
        customer_id, customer_name, phone, sheet_id, row
    from line_visit
    where lost_kind is not null
    qualify row_number() over (partition by customer_id order by day desc, content, nth) = 1
)
select
    l.store,
    l.day,
    month_index(l.day) as month,
    coalesce(l.salesperson, met.salesperson) as salesperson,
    coalesce(l.channel, met.channel) as channel,
    coalesce(l.model, met.model) as model,
    l.kind,
    l.lost_to,
    l.customer_id,
    masked_name(l.customer_name) as name_masked,
    masked_phone(l.phone) as phone_masked,
    l.sheet_id,
    l.row
from lost l
join mart.coverage c on c.store = l.store and c.month = month_index(l.day) and c.loss = l.known_from
left join met on met.customer_id = l.customer_id;

insert into mart.loss
select * from new_loss order by store, day, sheet_id, row;

insert into mart.loss_reason
with mention as (
    select
        l.store, l.day, l.month, l.salesperson, l.channel, l.model, unnest(r.reasons) as reason, 1 as mentions,
        l.customer_id, l.name_masked, l.phone_masked, l.sheet_id, l.row
    from new_loss as l
    join line_loss as r using (sheet_id, row)
    union all
    select
        f.store, first_day(f.month), f.month, null, null, f.model, f.reason, f.value,
        null, null, null, f.sheet_id, f.row
    from line_loss_summary as f
    join mart.coverage as c using (store, month)
    where c.loss = 'form' and f.value > 0
)
select
    store, day, month, salesperson, channel, model, reason, coalesce(reason_group, 'other'), mentions,
    customer_id, name_masked, phone_masked, sheet_id, row
from mention
left join mart.reason_kind using (reason)
order by store, day, row;
