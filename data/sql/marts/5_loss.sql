-- The loss log's customers in the months it knows; elsewhere the visit register's, each on the last line that says lost.
insert into mart.loss
with lost as (
    select
        'register' as known_from, store, day, salesperson, channel, model, kind, lost_to,
        customer_id, customer_name, phone, sheet_id, row
    from staging.loss
    where store in (select store from touched)
    union all
    select
        'visits', store, day, salesperson, channel, model, lost_kind, null,
        customer_id, customer_name, phone, sheet_id, row
    from staging.visit
    where lost_kind is not null and store in (select store from touched)
    qualify row_number() over (partition by store, customer_id order by day desc, content, nth) = 1
)
select
    l.store,
    l.day,
    month_index(l.day),
    coalesce(l.salesperson, met.salesperson),
    coalesce(l.channel, met.channel),
    coalesce(l.model, met.model),
    l.kind,
    l.lost_to,
    l.customer_id,
    masked_name(l.customer_name),
    masked_phone(l.phone),
    l.sheet_id,
    l.row
from lost l
join mart.coverage c on c.store = l.store and c.month = month_index(l.day) and c.loss = l.known_from
left join met on met.store = l.store and met.customer_id = l.customer_id
order by l.store, l.day, l.sheet_id, l.row;

insert into mart.loss_reason
with mention as (
    select
        l.store, l.day, l.month, l.salesperson, l.channel, l.model, unnest(r.reasons) as reason, 1 as mentions,
        l.name_masked, l.phone_masked, l.sheet_id, l.row
    from mart.loss l
    join staging.loss r using (sheet_id, row)
    where l.store in (select store from touched)
    union all
    select
        f.store, first_day(f.month), f.month, null, null, f.model, f.reason, f.value,
        null, null, f.sheet_id, f.row
    from staging.loss_summary f
    join mart.coverage c using (store, month)
    where c.loss = 'form' and f.value > 0 and f.store in (select store from touched)
)
select
    store, day, month, salesperson, channel, model, reason, coalesce(reason_group, 'other'), mentions,
    name_masked, phone_masked, sheet_id, row
from mention
left join mart.reason_kind using (reason)
order by store, day, row;
