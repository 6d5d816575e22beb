"""The card that asks before something is done."""

import json
from contextlib import nullcontext
from typing import Any

import streamlit as st

from reckoner.agents import Approve, Decision, Edit, Reject
from reckoner.core import ApprovalNeeded
from reckoner.ui.session import word
from reckoner.ui.text import plain


def approval_card(request: ApprovalNeeded) -> Decision | None:
    """Show ``request`` with its arguments to be changed at will; what the person decides, once they do."""
    with st.container(border=True, key=f"approval-{request.call_id}"):
        if request.question:
            st.markdown(f":material/front_hand: **{word('approval_question')}**\n\n{plain(request.question)}")
        else:
            asked = word("approval", tool=plain(request.tool))
            st.markdown(f":material/front_hand: **{asked}** {word(f'risk_{request.risk}')}")
        if request.tainted:
            st.warning(word("tainted"), icon=":material/warning:")
        with st.expander(word("arguments")) if request.question else nullcontext():
            if request.question:
                # The yes is to the question; of other arguments it would be another.
                st.json(request.arguments)
                edited = request.arguments
            else:
                edited = {name: _field(request, name, value) for name, value in request.arguments.items()}
        changed = edited != request.arguments
        yes, no, why = st.columns([2, 1, 2], vertical_alignment="bottom")
        label = word("approve_edited" if changed else "approve")
        approved = yes.button(label, type="primary", key=f"approve-{request.call_id}", width="stretch")
        rejected = no.button(word("reject"), key=f"reject-{request.call_id}", width="stretch")
        reason = why.text_input(
            word("reject_why"),
            key=f"why-{request.call_id}",
            placeholder=word("reject_why"),
            label_visibility="collapsed",
        )
        st.caption(word("expires", when=request.expires[:16].replace("T", " ")))
    if rejected:
        return Reject(reason.strip())
    if approved:
        return Edit(edited) if changed else Approve()
    return None


def _field(request: ApprovalNeeded, name: str, value: Any) -> Any:
    key = f"argument-{request.call_id}-{name}"
    if not isinstance(value, str):
        written = st.text_input(name, json.dumps(value, ensure_ascii=False), key=key)
        try:
            return json.loads(written)
        except ValueError:
            return written
    if len(value) > 60 or "\n" in value or name in ("content", "body", "text"):
        return st.text_area(name, value, key=key)
    return st.text_input(name, value, key=key)
