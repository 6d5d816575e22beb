"""The chat app in the browser: ``streamlit run ui/app.py``, or ``reckoner ui``."""
