"""Products as cards, and orders with how far they have come."""

from typing import Any

import streamlit as st

from reckoner.core import money
from reckoner.ui.session import word
from reckoner.ui.text import plain


def shop_display(displays: list[dict[str, Any]], answer: str) -> None:
    """What an answer is about: products, and the order that it names, if it is one."""
    products = {each["name"]: each for display in displays for each in display.get("products", ())}
    if products:
        for column, product in zip(st.columns(len(products)), products.values(), strict=True):
            with column:
                _card(product)
    orders = [each for display in displays if (each := display.get("order")) and each["number"] in answer]
    if len({each["number"] for each in orders}) == 1:
        # What was asked last is as it is now; what it does not tell was told before.
        timeline({name: value for each in orders for name, value in each.items() if value})


def timeline(order: dict[str, Any]) -> None:
    """An order's steps, those that are done marked."""
    with st.container(border=True):
        st.markdown(f":material/package_2: **{plain(order['number'])}** {plain(', '.join(order.get('items', ())))}")
        columns = st.columns(len(order["steps"]))
        for column, (name, done) in zip(columns, order["steps"], strict=True):
            icon = ":material/check_circle:" if done else ":material/radio_button_unchecked:"
            column.markdown(f"{icon} {word(f'step_{name}')}" if done else f":gray[{icon} {word(f'step_{name}')}]")
        if order.get("parcels"):
            st.caption(word("parcels", numbers=plain(", ".join(order["parcels"]))))


def _card(product: dict[str, Any]) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(product['name'])}**")
        if prices := product["prices"]:
            first, last = (plain(money(each, product["currency"])) for each in prices)
            st.markdown(first if first == last else f"{first} – {last}")
        else:
            st.markdown(f":gray[{word('sold_out')}]")
        st.caption(plain(product["about"]))
        for name, values in product["options"].items():
            st.caption(f"{plain(name)}: {plain(', '.join(values))}")
