"""Texts as hostile as a page can be, for the property tests."""

from hypothesis import strategies as st

_LETTERS = "aeszñéüßıİÅŁΣςЖابتةهىيأإآٱؤئءکیﻻﷲﷺﹰ한漢"
_DIGITS = "0179٠٣۵९Ⅷ½²"
_MARKS = "\u0301\u0303\u0308\u0327\u0345\u064b\u064e\u0651\u0654\u0670\u0e31\u20dd"
_HIDDEN = (
    "\u00ad\u0640\u200b\u200c\u200d\u200e\u200f\u202b\ufe0f\ufeff\x00\x1b\x85\ud800\udfff\uffff"
)
_OTHER = " \t\n\r\u00a0\u2003\u2028\u2029\u3000'’ʼ-_#.,٫٬،؟«»😀❤👩🏴\U000e0067\U000e007f"

tricky_text = st.text(alphabet=_LETTERS + _DIGITS + _MARKS + _HIDDEN + _OTHER, max_size=60)
any_text = st.one_of(tricky_text, st.text(st.characters(), max_size=40))
"""Of any code points at all, lone surrogates among them."""
