"""The server: Streamlit around frame/main.py, compressed on the way out. Run with `streamlit run app.py`."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from frame.headers import Headers

app = st.App("frame/main.py", middleware=[Middleware(Headers), Middleware(GZipMiddleware, minimum_size=1024)])
