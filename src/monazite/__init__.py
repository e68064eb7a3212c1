"""A government tightens the export of a mineral: what does it mean for me?

`import monazite` is light: the facade `monazite.study` is loaded on first use.
"""

__version__ = "0.1.0"
