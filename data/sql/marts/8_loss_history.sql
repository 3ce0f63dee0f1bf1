-- Each lost customer with what the registers know of him: the contacts of the shopping episode he was last in touch in, up
-- to the loss; whether he came again or bought after it; and what stands in the way of calling him.
create or replace temp table contact as
select customer_id, day, position, level, is_visit, is_be_back from new_visit
union all
select customer_id, day, null, null, false, false from new_test_drive;

insert into mart.loss
with last_contact as (
    select l.sheet_id, l.row, l.customer_id, l.day, max(c.day) as last_contact_on
    from new_loss l
    join contact c on c.customer_id = l.customer_id and c.day <= l.day
    group by l.sheet_id, l.row, l.customer_id, l.day
),
before as (
    select
        l.sheet_id,
        l.row,
        l.last_contact_on,
        min(c.day) as met_on,
        min(c.day) filter (where c.is_visit) as visited_on,
        min_by(c.level, c.position) filter (where c.level is not null) as level,
        count(distinct c.day) > 1 or bool_or(c.is_be_back) as is_followed_up
    from last_contact l
    join episode e on e.customer_id = l.customer_id and e.day = l.last_contact_on
    join episode o on o.opportunity_id = e.opportunity_id and o.customer_id = l.customer_id and o.day <= l.day
    join contact c on c.customer_id = o.customer_id and c.day = o.day
    group by l.sheet_id, l.row, l.last_contact_on
),
back as (
    select l.sheet_id, l.row, min(v.day) as came_back_on
    from new_loss l
    join new_visit v on v.customer_id = l.customer_id and v.day > l.day
    where v.is_visit
    group by l.sheet_id, l.row
),
-- an order of the 90 days before the loss contradicts it: lost he was not
bought as (
    select l.sheet_id, l.row, min(d.day) as deal_on
    from new_loss l
    join new_deal d on d.customer_id = l.customer_id and d.day >= l.day - 90
    where not d.is_cancelled and d.sale_channel in ('showroom', 'second_tier')
    group by l.sheet_id, l.row
),
given as (
    select
        sheet_id,
        row,
        bool_or(coalesce(reason_group, 'other') = 'people') as has_people,
        bool_or(coalesce(reason_group, 'other') = 'product') as has_product,
        bool_or(reason_group is null) as has_other,
        bool_or(coalesce(reason_group, 'other') = 'people' or reason = 'price') as is_changeable
    from mention
    left join mart.reason_kind using (reason)
    group by sheet_id, row
),
last_line as (
    select sheet_id, row
    from new_loss
    qualify row_number() over (partition by customer_id order by day desc, sheet_id desc, row desc) = 1
)
select
    l.store,
    l.day,
    l.month,
    l.salesperson,
    l.channel,
    l.model,
    l.kind,
    l.exit,
    l.is_logged,
    l.reasons,
    coalesce(given.has_people, false),
    coalesce(given.has_product, false),
    coalesce(given.has_other, false),
    case when given.has_people then 'people' when given.has_product then 'product' else 'other' end,
    coalesce(given.is_changeable, false),
    l.lost_to,
    coalesce(before.level, l.level),
    before.met_on,
    month_index(before.met_on),
    before.last_contact_on,
    coalesce(before.is_followed_up, false),
    case when l.is_logged and coalesce(before.visited_on, l.first_contact_on) <= l.day
        then (l.day - coalesce(before.visited_on, l.first_contact_on))::integer end,
    back.came_back_on,
    bought.deal_on,
    case
        when last_line.row is null then 'lost_again'
        when bought.deal_on is not null then 'bought_here'
        when l.lost_to is not null then 'bought_elsewhere'
        when l.kind = 'plan_cancelled' then 'gave_up'
        when l.phone_masked is null then 'no_phone'
        else 'none'
    end,
    l.customer_id,
    l.name_masked,
    l.phone_masked,
    l.sheet_id,
    l.row
from new_loss l
left join before using (sheet_id, row)
left join back using (sheet_id, row)
left join bought using (sheet_id, row)
left join given using (sheet_id, row)
left join last_line using (sheet_id, row)
order by l.store, l.day, l.sheet_id, l.row;
