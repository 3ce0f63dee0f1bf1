"""Registers of showrooms that write English."""

from data.registers import Kind
from tests.registers import handwriting as hand
from tests.registers.files import text, xlsx
from tests.registers.happened import DEALS, DRIVES, LOSSES, VISITS
from tests.registers.page import Column, Layout, Page

_TEMPERATURES = {"O": "O", "H": "Hot", "A": "Hot", "B": "Warm", "C": "Cold"}
_CAME = {"visit": "Walk-in", "phone": "Phone Up"}
_REASONS = {
    "price": "Price",
    "其他": "其他",
    "brand": "Brand",
    "equipment": "Features",
    "late_follow_up": "Slow follow-up",
}
_LOST = {"lost": "Lost", "out_of_control": "Lost contact", "dormant": "Inactive"}


def layouts() -> list[Layout]:
    """Return the English registers."""
    return [_up_log(), _sold_log(), _lost_log(), _demo_log(), _desk_log(), _traffic_csv()]


def _yes(value: bool) -> str:
    return "Y" if value else "N"


def _up_log() -> Layout:
    page = Page("March")
    page.title("Showroom Up Log March 2026", across=12)
    page.heading(
        Column("Up #"),
        Column("Date In", "happened_on", hand.american),
        Column("Time In", "arrived_minute", hand.afternoon),
        Column("Guest", "customer_name"),
        Column("Cell", "phone"),
        Column("Fresh / BB", "is_first", lambda first: "Fresh" if first else "BB"),
        Column("Traffic Type", "contact_type", _CAME.__getitem__),
        Column("Vehicle of Interest", "model"),
        Column("Hot/Warm/Cold", "level", _TEMPERATURES.__getitem__, _TEMPERATURES.__getitem__),
        Column("Demo?", "has_test_drive", _yes),
        Column("T.O.", "", lambda _: "Kim"),
        Column("Sales Consultant", "salesperson"),
    )
    page.records(VISITS)
    page.line("Total", "", 10)
    return Layout("english-up-log", "the up log of a desk", "Up Log March 2026.xlsx", [page], xlsx([page]))


def _desk_log() -> Layout:
    page = Page("Desk Log")
    page.heading(
        Column("Date/Time", "arrived_minute", second="happened_on"),
        Column("Customer Full Name", "customer_name"),
        Column("Best Phone", "phone", lambda phone: f"+86 {phone}"),
        Column("# of Guests", "party_size"),
        Column("Model Interested In", "model"),
        Column("Rep Name", "salesperson"),
        Column("Lead Src", "channel"),
        Column("Mins on Lot", "stay_minutes"),
        Column("Comments / Next Steps", "note"),
    )
    for visit, row in zip(VISITS, page.records(VISITS), strict=True):
        day = visit["happened_on"]
        page.put(row, "Date/Time", hand.stamp(day, visit["arrived_minute"]), happened_on=day)
    return Layout("english-desk-log", "day and time in one column, wordy headings", "desk.xlsx", [page], xlsx([page]))


def _traffic_csv() -> Layout:
    page = Page("traffic-log")
    page.heading(
        Column("visit_date", "happened_on", lambda day: day.isoformat()),
        Column("check_in", "arrived_minute", hand.colon),
        Column("check_out", "left_minute", hand.colon),
        Column("customer_name", "customer_name"),
        Column("mobile_phone", "phone"),
        Column("first_visit", "is_first", lambda first: "TRUE" if first else "FALSE"),
        Column("vehicle_model", "model"),
        Column("test_drive", "has_test_drive", lambda done: "TRUE" if done else "FALSE"),
        Column("lead_source", "channel"),
        Column("sales_consultant", "salesperson"),
        Column("dealer_code", "", lambda _: "D0219"),
    )
    page.records(VISITS)
    return Layout("english-csv", "names with underscores", "traffic-log.csv", [page], text(page, encoding="utf-8"))


def _sold_log() -> Layout:
    page = Page("Sold", Kind.DEAL)
    page.title("Sold Log 2026", across=11)
    page.heading(
        Column("Deal #", "order_no"),
        Column("Sold Date", "ordered_on", hand.american),
        Column("Buyer", "customer_name"),
        Column("Phone", "phone"),
        Column("Vehicle Sold", "model"),
        Column("Serial #", "vin"),
        Column("Sale Price", "price", lambda price: f"${price:,.0f}"),
        Column("Front Gross", "", lambda number: 1000.0 + 150 * number),
        Column("Cash/Finance", "payment"),
        Column("SP", "salesperson"),
        Column("Delivered", "delivered_on", hand.american),
    )
    page.records(DEALS)
    return Layout("english-sold-log", "deals as a sales desk keeps them", "Sold Log.xlsx", [page], xlsx([page]))


def _lost_log() -> Layout:
    page = Page("Lost", Kind.LOSS)
    page.title("Lost Sales Log")
    page.heading(
        Column("Date Lost", "lost_on", hand.american),
        Column("Prospect", "customer_name"),
        Column("Mobile", "phone"),
        Column("Model of Interest", "model"),
        Column("Lost/Dead/Inactive", "lost_kind", _LOST.__getitem__),
        Column("Why Not Sold", "reasons", lambda found: ", ".join(_REASONS[one] for one in found)),
        Column("Bought Elsewhere", "lost_to"),
        Column("Sales Rep", "salesperson"),
    )
    page.records(LOSSES)
    return Layout("english-lost-log", "lost customers and why", "Lost.xlsx", [page], xlsx([page]))


def _demo_log() -> Layout:
    page = Page("Demo Log", Kind.TEST_DRIVE)
    page.heading(
        Column("Demo Date", "driven_on", hand.american),
        Column("Time Out", "drive_minute", hand.afternoon),
        Column("Customer", "customer_name"),
        Column("Driver Licence", "", lambda number: f"S{number}300-1234"),
        Column("Phone Number", "phone"),
        Column("Demo Vehicle", "model"),
        Column("Odometer Out", "", lambda number: 1200 + 12 * number),
        Column("Odometer In", "", lambda number: 1210 + 12 * number),
        Column("Accompanied By", "salesperson"),
    )
    page.records(DRIVES)
    return Layout("english-demo-log", "test drives with licence and odometer", "Demo.xlsx", [page], xlsx([page]))
