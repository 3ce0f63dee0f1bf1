"""A reader's hand in an editable table, which Streamlit's own test runner has no word for."""

import json

from streamlit.testing.v1 import AppTest


def edit(app: AppTest, column: str, row: int, **cells: object) -> AppTest:
    """Change cells of a row of the first table that has a column, and run the page as the browser would."""
    editor = next(one for one in app.dataframe if column in one.value)
    states = app._tree.get_widget_states()
    changed = states.widgets.add()
    changed.id = editor.proto.id
    changed.string_value = json.dumps({"edited_rows": {row: cells}, "added_rows": [], "deleted_rows": []})
    return app._run(states)
