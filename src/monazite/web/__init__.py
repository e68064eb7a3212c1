"""The browser rim: server-rendered pages over study."""
