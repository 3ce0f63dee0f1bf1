"""What a store's day leaves behind: visits, deals, losses, test drives."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from data.demo.town import Store


@dataclass(frozen=True, slots=True)
class Visit:
    """One line of the contact register; `minutes` is the stay, None for a phone call."""

    on: date
    minute: int
    minutes: int | None
    name: str
    phone: str
    contact: str
    is_first: bool
    model: str
    channel: str
    level: str
    drove: bool
    seller: str
    party: int
    purpose: str
    rival: str
    note: str


@dataclass(frozen=True, slots=True)
class Deal:
    """One order; `cancelled` is the day it was called off, or None."""

    number: str
    on: date
    delivered: date | None
    cancelled: date | None
    name: str
    phone: str
    model: str
    sale_channel: str
    deposit: int
    price: int
    seller: str
    vin: str


@dataclass(frozen=True, slots=True)
class Loss:
    """One customer given up: kind 战败, 失控 or 休眠."""

    on: date
    first_contact: date
    kind: str
    reasons: tuple[str, ...]
    lost_to: str
    name: str
    phone: str
    model: str
    level: str
    seller: str


@dataclass(frozen=True, slots=True)
class Drive:
    """One test drive."""

    on: date
    minute: int
    name: str
    phone: str
    model: str
    seller: str


Event = TypeVar("Event", bound=Visit | Deal | Loss | Drive)


@dataclass
class Story:
    """Everything that happened in one store, each list in order of time once told."""

    store: Store
    visits: list[Visit] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    drives: list[Drive] = field(default_factory=list)
