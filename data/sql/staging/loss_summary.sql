select sheet_id, row, "column", store, month, model, reason, value::bigint as value
from line
