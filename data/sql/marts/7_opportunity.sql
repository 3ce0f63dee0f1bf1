-- Who came, drove, ordered or was lost within one episode. A customer without a phone is his one line. A deal dated up to
-- three days before the first line is his all the same: registers are written up late.
-- Only who was there on several days may have several episodes.
create or replace temp table episode as
with touch as (
    select customer_id, day from new_visit
    union
    select customer_id, day from new_test_drive
    union
    select customer_id, day from new_deal
    union
    select customer_id, day from new_loss
),
again as (
    select customer_id from touch group by customer_id having count(*) > 1
),
opened as (
    select
        *,
        case when day - lag(day) over (partition by customer_id order by day) <= 90 then 0 else 1 end as opens
    from touch
    where customer_id in (select customer_id from again)
),
counted as (
    select customer_id, day, sum(opens) over (partition by customer_id order by day)::integer as episode
    from opened
    union all
    select customer_id, day, 1 from touch where customer_id not in (select customer_id from again)
)
select customer_id, day, hash(customer_id, episode) as opportunity_id
from counted;

create or replace temp table new_opportunity as
with visited as (
    select
        e.opportunity_id,
        v.customer_id,
        min(v.position) as first_position,
        min(v.day) as day,
        min(v.day) filter (where v.is_visit) as visited_on,
        min(v.day) filter (where v.is_be_back) as came_back_on,
        min_by(v.level, v.position) filter (where v.level is not null) as level,
        bool_or(v.is_recorded) as is_recorded,
        min(v.day) filter (where v.has_test_drive) as ticked_on,
        max(v.day) as last_contact_on
    from new_visit v
    join episode e using (customer_id, day)
    group by e.opportunity_id, v.customer_id
),
drove as (
    select e.opportunity_id, min(d.day) as drove_on, max(d.day) as last_on
    from new_test_drive d
    join episode e using (customer_id, day)
    group by e.opportunity_id
),
bought as (
    select e.opportunity_id, min(d.day) as deal_on, min(d.delivered_on) as delivered_on
    from new_deal d
    join episode e using (customer_id, day)
    join visited v using (opportunity_id)
    where d.sale_channel = 'showroom' and not d.is_cancelled and d.day >= v.day - 3
    group by e.opportunity_id
),
gone as (
    select
        e.opportunity_id,
        min(l.day) filter (where l.kind in ('lost', 'plan_cancelled')) as lost_on,
        min(l.day) filter (where l.kind in ('out_of_control', 'dormant')) as faded_on
    from new_loss l
    join episode e using (customer_id, day)
    group by e.opportunity_id
)
select
    f.store,
    f.day,
    f.month,
    f.salesperson,
    f.channel,
    f.model,
    v.level,
    opportunity_id,
    f.customer_id,
    f.phone_masked is not null as has_phone,
    v.is_recorded,
    v.visited_on,
    v.came_back_on,
    least(v.ticked_on, d.drove_on) as drove_on,
    b.deal_on,
    b.delivered_on,
    g.lost_on,
    g.faded_on,
    greatest(v.last_contact_on, d.last_on) as last_contact_on,
    f.name_masked,
    f.phone_masked,
    f.sheet_id,
    f.row
from visited v
join new_visit f on f.customer_id = v.customer_id and f.position = v.first_position
left join drove d using (opportunity_id)
left join bought b using (opportunity_id)
left join gone g using (opportunity_id);

insert into mart.opportunity
select * from new_opportunity order by store, day;

-- A spell ends at the next level, at a deal or loss, or 90 days after the episode's last contact.
insert into mart.level_span
with last_word as (
    select customer_id, day, max(position) as position from new_visit where level is not null group by customer_id, day
),
spoken as (
    select v.*, e.opportunity_id
    from new_visit v
    join last_word using (customer_id, day, position)
    join episode e using (customer_id, day)
),
again as (
    select customer_id from last_word group by customer_id having count(*) > 1
),
followed as (
    select customer_id, day, lead(day) over (partition by customer_id order by day) as next_on
    from last_word
    where customer_id in (select customer_id from again)
),
closing as (
    select customer_id, day from new_deal where not is_cancelled
    union
    select customer_id, day from new_loss
),
ended as (
    select s.customer_id, s.day, min(c.day) as closed_on
    from spoken s
    join closing c on c.customer_id = s.customer_id and c.day >= s.day
    group by s.customer_id, s.day
)
select
    s.store,
    s.day,
    least(followed.next_on, ended.closed_on, o.last_contact_on + 90) as until_on,
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
join new_opportunity o using (opportunity_id)
left join followed on followed.customer_id = s.customer_id and followed.day = s.day
left join ended on ended.customer_id = s.customer_id and ended.day = s.day
order by s.store, s.day;

-- The one place where a customer's end is decided. A deal counts whatever was noted before it; a loss ends the following,
-- as does fading unless he was heard of again. What happened before the first visit happened on its day. Up to which day a
-- store's customers can be followed changes with any of its logs, so all of a touched store are told anew.
delete from mart.followed where store in (select store from touched);

insert into mart.followed
with told as (
    select
        o.*,
        month_index(o.visited_on) as first_month,
        c.deals_until as until_on,
        c.test_drive in ('register', 'visits') as knows_drive,
        case
            when o.deal_on <= c.deals_until then 'bought'
            when o.lost_on <= c.deals_until then 'lost'
            else 'open'
        end as ending,
        o.faded_on between o.visited_on and c.deals_until and o.faded_on >= o.last_contact_on as is_out_of_reach
    from mart.opportunity as o
    join mart.coverage as c on c.store = o.store and c.month = month_index(o.visited_on)
    where o.has_phone and o.visited_on <= c.deals_until and o.store in (select store from touched)
),
ended as (
    select
        *,
        ending = 'open' and coalesce(is_out_of_reach, false) as has_faded,
        case
            when ending = 'bought' then deal_on
            when ending = 'lost' then lost_on
            when is_out_of_reach then faded_on
            else until_on
        end as ended_on
    from told
)
select
    store,
    visited_on as day,
    first_month as month,
    salesperson,
    channel,
    model,
    level,
    case when knows_drive then drove_on is not null and (deal_on is null or drove_on <= deal_on) end as drove,
    until_on,
    ending,  -- bought, lost, open
    has_faded,  -- open, but out of control or dormant since ended_on
    greatest(date_diff('day', visited_on, ended_on), 0)::integer as age,  -- in days when the following ended
    greatest(month_index(ended_on) - first_month, 0)::integer as months_after,  -- calendar months, likewise
    last_contact_on,
    opportunity_id,
    customer_id,
    name_masked,
    phone_masked,
    sheet_id,
    row
from ended
order by store, day;
