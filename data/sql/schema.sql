create schema if not exists raw;
create schema if not exists staging;
create schema if not exists mart;
create schema if not exists setting;

-- a month as one number, year * 12 + month - 1, and its first day
create or replace macro month_index(day) as (year(day) * 12 + month(day) - 1)::integer;
create or replace macro first_day(month) as make_date((month // 12)::bigint, (month % 12 + 1)::bigint, 1);

-- who a line is about: a store's customer by his phone, else this line alone (hash(null) is a number too, hence the case)
create or replace macro customer_of(store, phone, content, nth) as case
    when phone is null then hash(store, content, nth)
    else hash(store, phone)
end;

-- personal values as they may be shown: 王**, J**, 138****8000
create or replace macro masked_name(name) as left(name, 1) || '**';
create or replace macro masked_phone(phone) as case
    when length(phone) >= 11 then left(phone, 3) || '****' || right(phone, 4)
    else '****' || right(phone, 2)
end;

-- what happened to the database, in order; its highest number is the data's version
create sequence if not exists raw.change_number;
create table if not exists raw.change (
    change_id bigint default nextval('raw.change_number'),
    changed_at timestamp not null,
    -- load, undo, days_open, closed_days, reading, plan, scenario, answers, marts, recovered
    what varchar not null
);

-- one press of "load": all its files or none
create sequence if not exists raw.load_number;
create table if not exists raw.load (load_id bigint not null, loaded_at timestamp not null);

create sequence if not exists raw.file_number;
create table if not exists raw.file (
    file_id bigint not null,
    load_id bigint not null,
    name varchar not null,
    digest varchar not null,  -- sha256 of its bytes
    size bigint not null
);

create sequence if not exists raw.sheet_number;
create table if not exists raw.sheet (
    sheet_id bigint not null,
    file_id bigint not null,
    load_id bigint not null,
    name varchar not null,
    kind varchar not null,
    store varchar,
    header_row integer,
    fields varchar not null,  -- "A 日期 happened_on; …", as understood
    rows_read integer not null,
    rows_left_out integer not null,
    rows_skipped integer not null,
    first_on date,
    last_on date
);
alter table raw.sheet add column if not exists rows_mended integer default 0;
alter table raw.sheet add column if not exists rows_unwanted integer default 0;

-- lines that no longer count because a later load corrects them: those of `sheet_id` for `store` from first_on to last_on
create table if not exists raw.replacement (
    load_id bigint not null,  -- that corrects
    by_sheet_id bigint not null,  -- its sheet that stands in their place
    sheet_id bigint not null,
    store varchar not null,
    first_on date not null,
    last_on date not null
);

-- whether a later load corrected a raw line; renamed inside, or the names handed in would mean the inner columns
create or replace macro is_replaced(of_sheet, of_store, on_day) as exists (
    select 1
    from (select r.sheet_id as corrected_sheet, r.store as corrected_store, first_on, last_on from raw.replacement as r)
    where corrected_sheet = of_sheet and corrected_store = of_store and on_day between first_on and last_on
);

create table if not exists raw.problem (
    sheet_id bigint not null,
    load_id bigint not null,
    row integer not null,
    "column" varchar not null,
    header varchar not null,
    value varchar not null,  -- masked when personal
    code varchar not null,
    loses_row boolean not null
);

-- which version of our SQL made the marts
create table if not exists raw.marts (made_by varchar not null);

-- days a store was open in a month, where someone said so
create table if not exists setting.days_open (store varchar not null, month integer not null, days integer not null);

-- days a store is closed, where someone said so
create table if not exists setting.closed_day (store varchar not null, day date not null);

-- what a store means to reach in a month, as someone set it
create table if not exists setting.month_plan (
    store varchar not null,
    month integer not null,
    salesperson varchar,  -- null: the whole store
    figure varchar not null,  -- leads, orders, sales
    value bigint  -- null: the salesperson's share of what the others leave
);

-- what of it falls on a week of the month, where someone set it
create table if not exists setting.week_plan (
    store varchar not null,
    month integer not null,
    week integer not null,  -- from one, Monday to Sunday, cut at the month's ends
    figure varchar not null,
    value bigint not null
);

-- which field a column is, as the user said: for a store's sheets of one layout and kind
create table if not exists setting.column_answer (
    store varchar not null,
    layout varchar not null,
    kind varchar not null,
    heading varchar not null,
    field varchar not null  -- '' when the column is not used
);

-- what a store means by a word that stands in cells of a field, as the user said
create table if not exists setting.value_answer (
    store varchar not null,
    field varchar not null,
    written varchar not null,
    meant varchar not null
);

-- which reading of a figure the board shows, where another than its own was chosen
create table if not exists setting.reading (figure varchar not null, rate varchar not null);

-- a what-if calculation somebody kept: of the stores it looked at ('' all), for one month
create table if not exists setting.scenario (
    stores varchar not null,
    month integer not null,
    name varchar not null,
    kept_at timestamp not null,
    target integer not null
);

-- a kept calculation's channels in their order: what was known of each then, and what was wished
create table if not exists setting.scenario_channel (
    stores varchar not null,
    month integer not null,
    name varchar not null,
    position integer not null,
    channel varchar not null,
    share integer not null,  -- percent
    deals double not null,
    leads double not null,
    rate double not null,
    current_leads integer not null,
    wished double not null
);
