select sheet_id, row, "column", store, month, figure, model, value::bigint as value
from line
