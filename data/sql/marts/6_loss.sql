-- The loss log's customers in the months it knows; elsewhere the visit register's, each on the last line that says lost.
create or replace temp table new_loss as
with lost as (
    select
        'register' as known_from, store, day, salesperson, channel, model, kind, list_distinct(reasons) as reasons,
        lost_to, level, first_contact_on, customer_id, customer_name, phone, sheet_id, row
    from line_loss
    union all
    select
        'visits', store, day, salesperson, channel, model, lost_kind, null,
        null, null, null, customer_id, customer_name, phone, sheet_id, row
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
    case when l.kind in ('out_of_control', 'dormant') then l.kind else 'lost' end as exit,
    l.known_from = 'register' as is_logged,
    l.reasons,
    l.lost_to,
    l.level,
    l.first_contact_on,
    l.customer_id,
    masked_name(l.customer_name) as name_masked,
    masked_phone(l.phone) as phone_masked,
    l.sheet_id,
    l.row
from lost l
join mart.coverage c on c.store = l.store and c.month = month_index(l.day) and c.loss = l.known_from
left join met on met.customer_id = l.customer_id;

create or replace temp table mention as
select
    store, day, month, salesperson, channel, model, exit, unnest(reasons) as reason, 1 as mentions,
    customer_id, name_masked, phone_masked, sheet_id, row
from new_loss;

insert into mart.loss_reason
with said as (
    select * from mention
    union all
    select
        f.store, first_day(f.month), f.month, null, null, f.model, null, f.reason, f.value,
        null, null, null, f.sheet_id, f.row
    from line_loss_summary as f
    join mart.coverage as c using (store, month)
    where c.loss = 'form' and f.value > 0
)
select
    store, day, month, salesperson, channel, model, exit, reason, coalesce(reason_group, 'other'), mentions,
    customer_id, name_masked, phone_masked, sheet_id, row
from said
left join mart.reason_kind using (reason)
order by store, day, row;
