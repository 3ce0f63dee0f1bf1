-- A month is known from a register when it has lines there; a deal, loss or drive log also knows the months
-- without a line between its first and last, as long as visits were logged: nothing sold is then a true zero.
insert into mart.coverage
with visit_month as (
    select
        store,
        month,
        bool_or(knows_record) as knows_record,
        bool_or(stay_minutes is not null or is_long_stay is not null) as knows_stay,
        bool_or(has_test_drive is not null) as knows_drive,
        bool_or(level is not null) as knows_level,
        bool_or(lost_kind is not null) as knows_loss
    from staging.visit
    where store in (select store from touched)
    group by store, month
),
sold_month as (
    select distinct store, month_index(ordered_on) as month
    from staging.visit
    where has_deal and store in (select store from touched)
),
log_line as (
    select 'deal' as log, store, month_index(day) as month from staging.deal
    union all
    select 'loss', store, month_index(day) from staging.loss
    union all
    select 'test_drive', store, month_index(day) from staging.test_drive
),
log_span as (
    select log, store, min(month) as first_month, max(month) as last_month
    from log_line
    where store in (select store from touched)
    group by log, store
),
logged as (
    select distinct log, store, month from log_line where store in (select store from touched)
    union
    select log, store, month
    from visit_month
    join log_span using (store)
    where month between first_month and last_month
),
stated as (
    select
        store,
        month,
        bool_or(figure in ('traffic', 'first_visits', 'calls', 'events', 'referrals', 'model')) as visit,
        bool_or(figure = 'recorded') as record,
        bool_or(figure = 'long_stays') as stay,
        bool_or(figure = 'drivers') as test_drive,
        bool_or(figure in ('level_h', 'level_a', 'level_b', 'level_c')) as level,
        bool_or(figure in ('showroom_deals', 'second_tier_deals', 'wholesale_deals')) as deal
    from staging.summary
    where store in (select store from touched)
    group by store, month
),
stated_loss as (
    select distinct store, month from staging.loss_summary where store in (select store from touched)
),
known as (
    select store, month from visit_month
    union
    select store, month from sold_month
    union
    select store, month from logged
    union
    select store, month from stated
    union
    select store, month from stated_loss
),
logged_until as (
    select store, max(day) as day from staging.visit where store in (select store from touched) group by store
)
select
    store,
    month,
    case when v.store is not null then 'register' when s.visit then 'form' end,
    case when v.knows_record then 'register' when s.record then 'form' end,
    case when v.knows_stay then 'register' when s.stay then 'form' end,
    case when v.knows_drive or d.store is not null then 'register' when s.test_drive then 'form' end,
    case when v.knows_level then 'register' when s.level then 'form' end,
    case when o.store is not null then 'register' when s.deal then 'form' when sold.store is not null then 'visits' end,
    case when l.store is not null then 'register' when sl.store is not null then 'form' when v.knows_loss then 'visits' end,
    coalesce(
        open.days,
        case
            when logged_until.day >= first_day(month)
            then least(day(last_day(first_day(month))), logged_until.day - first_day(month) + 1)
            else day(last_day(first_day(month)))
        end
    )
from known
left join visit_month v using (store, month)
left join sold_month sold using (store, month)
left join (select store, month from logged where log = 'deal') o using (store, month)
left join (select store, month from logged where log = 'loss') l using (store, month)
left join (select store, month from logged where log = 'test_drive') d using (store, month)
left join stated s using (store, month)
left join stated_loss sl using (store, month)
left join setting.days_open open using (store, month)
left join logged_until using (store);
