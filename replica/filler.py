"""Stylesheets and scripts of the size and look of a real site's bundles; they do nothing."""

from itertools import cycle, islice

_PARTS = ("nav", "card", "ticker", "grid", "hero", "menu", "list", "foot", "share", "media", "tag")
_ELEMENTS = ("title", "image", "text", "link", "icon", "date", "box", "item", "wrap", "more")
_RULES = (
    "display:flex;align-items:center;justify-content:space-between",
    "margin:0 0 {n}px;padding:{n}px {m}px;border-bottom:1px solid #e{m:02d}e",
    "font:600 {n}px/1.{m:02d} 'Droid Arabic Kufi',Roboto,sans-serif;color:#1{m:02d}3a",
    "position:relative;overflow:hidden;max-width:{m}%;transition:opacity .{n}s ease-in-out",
    "background:linear-gradient({n}deg,#00{m:02d}6b,#0a{m:02d}9c);border-radius:{m}px",
)
_FUNCTION = (
    'function {a}{n}(e,t){{var r=document.querySelectorAll(".mk-{b}-{c}"),i=0;'
    "for(;i<r.length;i++){{if(!r[i].dataset.k{n}){{r[i].dataset.k{n}=(e||0)+{m};"
    't&&r[i].addEventListener("click",t,!1)}}}}return r.length}}'
)
_MODULE = '!function(w,d){{"use strict";{body}}}(window,document);'


def stylesheet(size: int) -> str:
    """Return CSS of about ``size`` characters."""
    average = sum(map(len, _RULES)) // len(_RULES) + 24
    return "".join(_rule(n) for n in range(size // average + 1))


def script(size: int) -> str:
    """Return JavaScript of about ``size`` characters."""
    one = len(_FUNCTION)
    functions = (
        _FUNCTION.format(a="abcdefgh"[n % 8], b=_PARTS[n % 11], c=_ELEMENTS[n % 10], n=n, m=n % 97)
        for n in range(size // one + 1)
    )
    return _MODULE.format(body="".join(functions))


def icons(count: int) -> str:
    """Return a sprite of that many SVG icons."""
    shapes = islice(
        cycle(("M4 4h16v16H4z", "M12 2l9 18H3z", "M2 12a10 10 0 1020 0 10 10 0 00-20")), count
    )
    rows = (
        f'<symbol id="i{n}" viewBox="0 0 24 24"><path d="{shape}"/></symbol>'
        for n, shape in enumerate(shapes)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" hidden>{"".join(rows)}</svg>'


def _rule(n: int) -> str:
    position = f":nth-child({n % 7})" if n % 3 == 0 else ""
    rule = _RULES[n % len(_RULES)].format(n=n % 40, m=n % 90)
    return f".mk-{_PARTS[n % 11]}-{_ELEMENTS[n % 10]}{position}{{{rule}}}"
