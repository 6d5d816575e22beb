"""The app's one page: ``streamlit run ui/app.py``."""

import streamlit as st

from reckoner.core import ReckonerError
from reckoner.ui.conversation import conversation
from reckoner.ui.session import language, shared
from reckoner.ui.sidebar import sidebar

st.set_page_config("Reckoner", page_icon=":material/calculate:", layout="centered")
try:
    shared()
except ReckonerError as error:
    st.error(error.text(language()), icon=":material/error:")
    st.stop()
try:
    sidebar()
    conversation()
except ReckonerError as error:
    st.error(error.text(language()), icon=":material/error:")
