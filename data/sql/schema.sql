create schema if not exists raw;
create schema if not exists staging;
create schema if not exists mart;
create schema if not exists setting;

-- a month as one number, year * 12 + month - 1, and its first day
create or replace macro month_index(day) as (year(day) * 12 + month(day) - 1)::integer;
create or replace macro first_day(month) as make_date((month // 12)::bigint, (month % 12 + 1)::bigint, 1);

-- who a line is about: his phone, else this line alone (hash(null) is a number too, hence the case)
create or replace macro customer_of(phone, content, nth) as case
    when phone is null then hash(content, nth)
    else hash(phone)
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
    what varchar not null  -- load, undo, days_open, marts
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
