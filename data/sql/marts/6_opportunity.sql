-- Who came, drove, ordered or was lost within one episode. A customer without a phone is his one line. A deal dated up to
-- three days before the first line is his all the same: registers are written up late.
create or replace temp table episode as
with touch as (
    select store, customer_id, day from mart.visit where store in (select store from touched)
    union
    select store, customer_id, day from mart.test_drive where store in (select store from touched)
    union
    select store, customer_id, day from mart.deal where store in (select store from touched)
    union
    select store, customer_id, day from mart.loss where store in (select store from touched)
),
opened as (
    select
        *,
        case when day - lag(day) over (partition by store, customer_id order by day) <= 90 then 0 else 1 end as opens
    from touch
)
select
    store,
    customer_id,
    day,
    hash(store, customer_id, sum(opens) over (partition by store, customer_id order by day)) as opportunity_id
from opened;

insert into mart.opportunity
with visited as (
    select
        e.opportunity_id,
        v.store,
        min(v.position) as first_position,
        min(v.day) as day,
        min(v.day) filter (where v.is_visit) as visited_on,
        min(v.day) filter (where v.is_be_back) as came_back_on,
        bool_or(v.is_recorded) as is_recorded,
        min(v.day) filter (where v.has_test_drive) as ticked_on,
        max(v.day) as last_contact_on
    from mart.visit v
    join episode e using (store, customer_id, day)
    group by e.opportunity_id, v.store
),
drove as (
    select e.opportunity_id, min(d.day) as drove_on, max(d.day) as last_on
    from mart.test_drive d
    join episode e using (store, customer_id, day)
    group by e.opportunity_id
),
bought as (
    select e.opportunity_id, min(d.day) as deal_on, min(d.delivered_on) as delivered_on
    from mart.deal d
    join episode e using (store, customer_id, day)
    join visited v using (opportunity_id)
    where d.sale_channel = 'showroom' and not d.is_cancelled and d.day >= v.day - 3
    group by e.opportunity_id
),
gone as (
    select e.opportunity_id, min(l.day) as lost_on
    from mart.loss l
    join episode e using (store, customer_id, day)
    group by e.opportunity_id
)
select
    f.store,
    f.day,
    f.month,
    f.salesperson,
    f.channel,
    f.model,
    opportunity_id,
    f.customer_id,
    f.phone_masked is not null,
    v.is_recorded,
    v.visited_on,
    v.came_back_on,
    least(v.ticked_on, d.drove_on),
    b.deal_on,
    b.delivered_on,
    g.lost_on,
    greatest(v.last_contact_on, d.last_on),
    f.name_masked,
    f.phone_masked,
    f.sheet_id,
    f.row
from visited v
join mart.visit f on f.store = v.store and f.position = v.first_position
left join drove d using (opportunity_id)
left join bought b using (opportunity_id)
left join gone g using (opportunity_id)
order by f.store, f.position;

-- A spell ends at the next level, at a deal or loss, or 90 days after the episode's last contact.
insert into mart.level_span
with spoken as (
    select v.*, e.opportunity_id
    from mart.visit v
    join episode e using (store, customer_id, day)
    where v.level is not null
    qualify row_number() over (partition by v.store, v.customer_id, v.day order by v.position desc) = 1
),
closing as (
    select store, customer_id, day from mart.deal where not is_cancelled and store in (select store from touched)
    union
    select store, customer_id, day from mart.loss where store in (select store from touched)
),
ended as (
    select s.store, s.customer_id, s.day, min(c.day) as closed_on
    from spoken s
    join closing c on c.store = s.store and c.customer_id = s.customer_id and c.day >= s.day
    group by s.store, s.customer_id, s.day
)
select
    s.store,
    s.day,
    least(
        lead(s.day) over (partition by s.store, s.customer_id order by s.day),
        ended.closed_on,
        o.last_contact_on + 90
    ) as until_on,
    s.salesperson,
    s.channel,
    s.model,
    s.level,
    s.customer_id,
    s.name_masked,
    s.phone_masked,
    s.sheet_id,
    s.row
from spoken s
join mart.opportunity o using (opportunity_id)
left join ended on ended.store = s.store and ended.customer_id = s.customer_id and ended.day = s.day
order by s.store, s.position;

drop table episode;
drop table met;
