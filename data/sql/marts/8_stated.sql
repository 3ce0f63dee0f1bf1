-- A form's figures where no register covers the month; its kinds of deals add up to all of them, and what a sum of others
-- stands for is stated where each of them is.
insert into mart.stated
with stated as (
    select
        s.*,
        case
            when figure in ('showroom_deals', 'second_tier_deals', 'wholesale_deals') then c.deal
            when figure = 'recorded' then c.record
            when figure = 'long_stays' then c.stay
            when figure = 'drivers' then c.test_drive
            when figure in ('level_h', 'level_a', 'level_b', 'level_c') then c.level
            when figure = 'level_o' then c.deal
            else c.visit
        end as known_from
    from line_summary as s
    join mart.coverage c using (store, month)
)
select store, month, case when figure = 'model' then 'interested' else figure end, model, value, sheet_id, row, "column"
from stated
where known_from = 'form'
union all
select store, month, 'total_deals', model, value, sheet_id, row, "column"
from stated
where known_from = 'form' and figure in ('showroom_deals', 'second_tier_deals', 'wholesale_deals')
union all
select store, month, 'retail_deals', model, value, sheet_id, row, "column"
from stated
where known_from = 'form' and figure in ('showroom_deals', 'second_tier_deals')
qualify count(distinct figure) over (partition by store, month) = 2
union all
select store, month, 'new_contacts', model, value, sheet_id, row, "column"
from stated
where known_from = 'form' and figure in ('first_visits', 'calls', 'events', 'referrals')
qualify count(distinct figure) over (partition by store, month) = 4;
