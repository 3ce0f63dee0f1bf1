-- Every mart carries the filters' five columns: day (and month), store, salesperson, channel, model;
-- and where its line stands: sheet_id, row. Names and phones are masked here and stay clear only in raw.

-- one line of a contact register that is sales traffic
create table if not exists mart.visit (
    store varchar not null,
    day date not null,
    month integer not null,
    weekday integer not null,
    hour integer,
    position integer not null,  -- of the line among the customer's, by day and time
    salesperson varchar,
    channel varchar not null,
    model varchar,
    contact_type varchar not null,
    level varchar,
    stay_minutes integer,
    is_visit boolean not null,
    is_first_visit boolean not null,
    is_be_back boolean not null,
    is_event boolean not null,
    is_referral boolean not null,
    is_long_stay boolean not null,  -- a visit of 30 minutes or more
    is_recorded boolean not null,
    is_new_record boolean not null,  -- the customer's first line with a usable name and phone
    is_new_interest boolean not null,  -- the customer's first line of the month naming this model
    has_test_drive boolean not null,
    customer_id ubigint not null,
    name_masked varchar,
    phone_masked varchar,
    sheet_id bigint not null,
    row integer not null
);

-- one car ordered: from a deal log, or from the visit register in months no deal log covers
create table if not exists mart.deal (
    store varchar not null,
    day date not null,
    month integer not null,
    salesperson varchar,
    channel varchar,
    model varchar,
    sale_channel varchar not null,  -- showroom, second_tier, wholesale, transfer
    is_cancelled boolean not null,
    delivered_on date,
    customer_id ubigint not null,
    name_masked varchar,
    phone_masked varchar,
    sheet_id bigint not null,
    row integer not null
);

-- one car handed over: a line of mart.deal, on the day of its delivery
create or replace view mart.delivery as
select
    store,
    delivered_on as day,
    month_index(delivered_on) as month,
    salesperson,
    channel,
    model,
    sale_channel,
    is_cancelled,
    customer_id,
    name_masked,
    phone_masked,
    sheet_id,
    row
from mart.deal
where delivered_on is not null;

-- one customer's test drives on one day
create table if not exists mart.test_drive (
    store varchar not null,
    day date not null,
    month integer not null,
    salesperson varchar,
    channel varchar,
    model varchar,
    is_first_of_month boolean not null,  -- the customer's first drive of that month
    customer_id ubigint not null,
    name_masked varchar,
    phone_masked varchar,
    sheet_id bigint not null,
    row integer not null
);

-- one customer lost: from a loss log, or from the visit register in months no loss log covers; with what is known of him
create table if not exists mart.loss (
    store varchar not null,
    day date not null,
    month integer not null,
    salesperson varchar,
    channel varchar,
    model varchar,
    kind varchar not null,  -- lost, plan_cancelled, out_of_control, dormant
    exit varchar not null,  -- lost (bought elsewhere or gave up), out_of_control, dormant
    is_logged boolean not null,  -- in a loss log: elsewhere neither reasons nor the day of the loss are written
    reasons varchar[],
    has_people boolean not null,  -- one of people's reasons
    has_product boolean not null,
    has_other boolean not null,
    reason_side varchar not null,  -- people where he has one of theirs, else product, else other: none that says anything
    is_changeable boolean not null,  -- a reason the showroom can do something about: people's, or the price
    lost_to varchar,
    level varchar,  -- the first one noted
    met_on date,  -- first contact of the shopping episode he was last in touch in
    met_month integer,
    last_contact_on date,  -- on or before the loss
    is_followed_up boolean not null,  -- a contact after the first is in the registers
    days_to_loss integer,  -- since the first visit
    came_back_on date,  -- first visit after the loss
    deal_on date,  -- first order from 90 days before the loss on
    obstacle varchar not null,  -- to a call: lost_again (a later line counts), bought_here, bought_elsewhere, gave_up, no_phone, none
    customer_id ubigint not null,
    name_masked varchar,
    phone_masked varchar,
    sheet_id bigint not null,
    row integer not null
);

-- one reason given by one lost customer; from a loss form, one cell of it with its count
create table if not exists mart.loss_reason (
    store varchar not null,
    day date not null,
    month integer not null,
    salesperson varchar,
    channel varchar,
    model varchar,
    exit varchar,  -- as in mart.loss; none where a loss form says it
    reason varchar not null,
    reason_group varchar not null,  -- people, product, other
    mentions integer not null,
    customer_id ubigint,  -- none where a loss form says it
    name_masked varchar,
    phone_masked varchar,
    sheet_id bigint not null,
    row integer not null
);

-- one customer's shopping episode, from first contact until 90 days pass without one
create table if not exists mart.opportunity (
    store varchar not null,
    day date not null,  -- of the first contact
    month integer not null,
    salesperson varchar,
    channel varchar,
    model varchar,
    level varchar,  -- the first one noted
    opportunity_id ubigint not null,
    customer_id ubigint not null,
    has_phone boolean not null,
    is_recorded boolean not null,
    visited_on date,
    came_back_on date,
    drove_on date,
    deal_on date,
    delivered_on date,
    lost_on date,  -- bought elsewhere or gave up
    faded_on date,  -- out of control or dormant: how it ends is not known
    last_contact_on date not null,
    name_masked varchar,
    phone_masked varchar,
    sheet_id bigint not null,
    row integer not null
);

-- one customer with a phone from the first visit of an episode on, and how it ended by the day up to which the store's
-- deals are known; day and month are those of the first visit
create table if not exists mart.followed (
    store varchar not null,
    day date not null,
    month integer not null,
    salesperson varchar,
    channel varchar,
    model varchar,
    level varchar,  -- the first one noted
    drove boolean,  -- before or on the day of the deal; null where drives are not known
    until_on date not null,
    ending varchar not null,  -- bought, lost, open
    has_faded boolean not null,  -- open, but out of control or dormant since the following ended
    age integer not null,  -- in days when the following ended
    months_after integer not null,  -- calendar months, likewise
    last_contact_on date not null,
    opportunity_id ubigint not null,
    customer_id ubigint not null,
    name_masked varchar,
    phone_masked varchar,
    sheet_id bigint not null,
    row integer not null
);

-- one spell of an open prospect at one level: from day, up to and without until_on
create table if not exists mart.level_span (
    store varchar not null,
    day date not null,
    until_on date not null,
    salesperson varchar,
    channel varchar,
    model varchar,
    level varchar not null,
    customer_id ubigint not null,
    name_masked varchar,
    phone_masked varchar,
    sheet_id bigint not null,
    row integer not null
);

-- one figure of one month as a monthly form states it, where no register covers it
create table if not exists mart.stated (
    store varchar not null,
    month integer not null,
    figure varchar not null,
    model varchar,
    value bigint not null,
    sheet_id bigint not null,
    row integer not null,
    "column" varchar not null
);

-- one month of one store, and where each group of figures is known from: register (a log of its own), visits (noted in
-- the visit register), form, or null
create table if not exists mart.coverage (
    store varchar not null,
    month integer not null,
    visit varchar,
    record varchar,
    stay varchar,
    test_drive varchar,
    level varchar,
    deal varchar,
    delivery varchar,
    loss varchar,
    days_open integer not null,
    deals_until date  -- up to which day deals are known line by line without a gap from this month on; null: not at all
);

-- coverage, and beside it the figures that a monthly form states
create or replace view mart.known as
select c.*, coalesce(form.figures, []) as stated
from mart.coverage as c
left join (select store, month, list(distinct figure) as figures from mart.stated group by store, month) as form
    using (store, month);

-- one month of one sheet's lines that count, and what they tell of: what coverage is told from
create table if not exists mart.sheet_month (
    log varchar not null,  -- visit, deal, loss, test_drive, summary, loss_summary; sold: orders noted in the visit register
    sheet_id bigint not null,
    store varchar not null,
    month integer not null,  -- in which the lines stand
    about integer not null,  -- the month they tell of: another one only where a visit's order came later
    lines bigint not null,
    last_on date,
    has_open boolean,  -- a car ordered and not yet delivered, or no deal at all
    first_delivery date,
    knows_record boolean,
    knows_stay boolean,
    knows_drive boolean,
    knows_level boolean,
    knows_deal boolean,
    knows_loss boolean,
    knows_visit boolean
);

-- one sheet that lines come from
create or replace view mart.source as
select s.sheet_id, s.load_id, f.name as file, s.name as sheet, s.kind
from raw.sheet as s
join raw.file as f using (file_id);

-- a customer lost, and what hangs on other months of his store: whether its visit register knows every month from his first
-- contact to the loss; how long he was awaited, by the first day of a stretch of days
create or replace view mart.lost as
with watched as (
    select store, month, month - row_number() over (partition by store order by month) as run
    from mart.coverage
    where visit = 'register'
)
select
    l.*,
    coalesce(l.is_logged and met.run = gone.run, false) as is_watched,
    case
        when days_to_loss > 90 then 91
        when days_to_loss > 60 then 61
        when days_to_loss > 30 then 31
        when days_to_loss > 14 then 15
        when days_to_loss > 7 then 8
        when days_to_loss >= 0 then 0
    end as awaited
from mart.loss as l
left join watched as met on met.store = l.store and met.month = l.met_month
left join watched as gone on gone.store = l.store and gone.month = l.month;

-- one store with a contact register, and up to which day it tells of: to the end of its last month when it stops a day
-- before, or at most four days before while orders or losses were noted up to the end: then nobody came
create or replace view mart.logged as
with reached as (
    select
        store,
        max(last_on) filter (where log = 'visit') as visit_on,
        max(last_on) filter (where log in ('deal', 'loss')) as other_on
    from mart.sheet_month
    group by store
)
select
    store,
    case
        when last_day(visit_on) - visit_on <= 1 then last_day(visit_on)
        when last_day(visit_on) - visit_on <= 4 and last_day(visit_on) - other_on <= 1 then last_day(visit_on)
        else visit_on
    end as until_on
from reached
where visit_on is not null;
