insert into mart.source
select sheet_id, s.load_id, f.name, s.name, s.kind
from raw.sheet s
join raw.file f using (file_id);
