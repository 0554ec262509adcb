"""Home: every stored case, what it still needs, and what is due."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import DataTable

from planner.tui.frame import Page
from planner.tui.literal import cell


class HomePage(Page):
    """Home."""

    NAME = "home"

    def body(self) -> ComposeResult:
        """The list of cases."""
        table: DataTable[object] = DataTable(cursor_type="row", id="cases")
        yield table

    def on_mount(self) -> None:
        """List the cases."""
        super().on_mount()
        from planner.application.casework import open_stores

        table = self.query_one(DataTable)
        table.add_columns("Case", "Kind")
        for store in open_stores(self.planner.access):
            with store:
                for card in store.cases():
                    table.add_row(cell(card.name), cell(store.kind), key=f"{store.kind}:{card.name}")

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the case."""
        self.planner.open_case(str(event.row_key.value))
