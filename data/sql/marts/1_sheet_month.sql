-- Only the touched months of the touched stores are counted anew.
delete from mart.sheet_month where (store, month) in (select store, month from touched);

insert into mart.sheet_month
select
    'visit', sheet_id, store, month, month, count(*), max(day), true, null,
    bool_or(knows_record),
    bool_or(stay_minutes is not null or is_long_stay is not null),
    bool_or(has_test_drive is not null),
    bool_or(level is not null),
    null,
    bool_or(lost_kind is not null),
    true
from line_visit
where (store, month) in (select store, month from touched)
group by sheet_id, store, month
union all
select
    'sold', sheet_id, store, month, month_index(ordered_on), count(*), max(ordered_on), true, null,
    null, null, null, null, true, null, null
from line_visit
where has_deal and (store, month) in (select store, month from touched)
group by sheet_id, store, month, month_index(ordered_on)
union all
select
    log, sheet_id, store, month, month, count(*), max(day), bool_or(delivered_on is null), min(delivered_on),
    null, null, null, null, null, null, null
from (
    select 'deal' as log, sheet_id, store, month_index(day) as month, day, delivered_on from line_deal
    union all
    select 'loss', sheet_id, store, month_index(day), day, null from line_loss
    union all
    select 'test_drive', sheet_id, store, month_index(day), day, null from line_test_drive
) as line
where (store, month) in (select store, month from touched)
group by log, sheet_id, store, month
union all
select
    'summary', sheet_id, store, month, month, count(*), null, null, null,
    bool_or(figure = 'recorded'),
    bool_or(figure = 'long_stays'),
    bool_or(figure = 'drivers'),
    bool_or(figure in ('level_h', 'level_a', 'level_b', 'level_c')),
    bool_or(figure in ('showroom_deals', 'second_tier_deals', 'wholesale_deals')),
    null,
    bool_or(figure in ('traffic', 'first_visits', 'calls', 'events', 'referrals', 'model'))
from line_summary
where (store, month) in (select store, month from touched)
group by sheet_id, store, month
union all
select
    'loss_summary', sheet_id, store, month, month, count(*), null, null, null,
    null, null, null, null, null, true, null
from line_loss_summary
where (store, month) in (select store, month from touched)
group by sheet_id, store, month;
