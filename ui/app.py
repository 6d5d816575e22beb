"""The app: ``streamlit run ui/app.py``."""

import streamlit as st

from reckoner.core import ReckonerError
from reckoner.ui.pages.chat import conversation
from reckoner.ui.pages.documents import documents
from reckoner.ui.pages.staff import staff
from reckoner.ui.session import language, places, shared, word
from reckoner.ui.sidebar import sidebar
from reckoner.ui.text import plain

places["chat"] = st.Page(conversation, title="Reckoner", icon=":material/calculate:", default=True)
places["documents"] = st.Page(documents, title=word("documents"), icon=":material/description:", url_path="documents")
places["staff"] = st.Page(staff, title=word("staff"), icon=":material/storefront:", url_path="staff")
page = st.navigation([*places.values()], position="hidden")
st.set_page_config(page_icon=":material/calculate:", layout="centered")
try:
    shared()
except ReckonerError as error:
    st.error(plain(error.text(language())), icon=":material/error:")
    st.stop()
try:
    sidebar()
    page.run()
except ReckonerError as error:
    st.error(plain(error.text(language())), icon=":material/error:")
