"""What kind of article a page is, from the site's own names and from its address.

The site names its kinds in three ways: the post type and the category of its metadata, in the
edition's language, and the path of the address. One table reads all three.

Precedence: the post type, then (without a post type that we know) the category, then the path.
Only a general "articles" is made more exact by category and path, since the Arabic and English
editions file analyses, features and blogs under articles. Where nothing is known there is no kind.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote, urlsplit

MIN_ID_DIGITS = 5
"""A shorter number in a path is a part of a date."""

_KIND_NAMES: Mapping[str, str] = {
    "news": """أخبار|أخبار الميادين|أخبار منوعة|منوعات|سياسة|اقتصاد|رياضة|ثقافة|ثقافة وفنون
        |تكنولوجيا|صحة|بيئة|مجتمع|عاجل
        |news|politics|economy|economics|economic|sports|sport|arts culture|arts and culture|culture
        |health|miscellaneous|misc|technology|tech|environment|society|breaking news
        |noticias|noticia|política|economía|cultura|cultura y arte|deportes|salud|tecnología
        |medio ambiente|medios internacionales|crónicas del medio oriente|sociedad|misceláneas""",
    "opinion": """مقالات|مقال|رأي|آراء|articles|opinion|opinions|op-ed|columns
        |opinión|opiniones|artículos|artículo|artículos exclusivos|columnas""",
    "analysis": """تحليل|تحليلات|متابعات|دراسات|أبحاث|analysis|analyses|research papers|research
        |análisis|a profundidad""",
    "feature": """تحقيقات|تحقيق|مقابلات|مقابلة|حوارات|حوار|features|feature|interviews|interview
        |entrevistas|entrevista|reportajes|reportaje|diálogos""",
    "blog": "مدونة|مدونات|المدونة|blog|blogs",
    "press": "صحافة|الصحافة|press|press review|prensa|revista de prensa",
    "video": """فيديو|تقارير إخبارية|الميادين go|ومضات|تقارير أونلاين|وثائقي الويب|برامج|حلقات
        |وثائقيات|video|videos|newsfeed|news feed|video features|explainers|explainer|tv
        |digital series|reports|tv reports|news reports|programs|programmes|episodes
        |documentaries|shows
        |focus|como te cuento|al mayadeen semanal|poesía en resistencia|imagínate|flashdotnet
        |despixelado|televisión|programas|episodios|últimos episodios|reportes|documentales""",
    "newscast": "نشرة الأخبار|نشرات الأخبار|newscast|newscasts|news bulletin|noticiero|noticieros",
    "podcast": "بودكاست|podcast|podcasts",
    "infographic": """إنفوغراف|إنفوغرافيك|إنفوغرافات|infograph|infographs|infographic|infographics
        |infografía|infografías""",
    "gallery": """صور|ألبوم صور|معرض صور|كاريكاتور|in pictures|pictures|gallery|galleries|photos
        |photo gallery|cartoons|caricatura|caricaturas|historieta|historietas|galería|galerías|fotos
        |multimedia""",
}
_REFUSED_NAMES: Mapping[str, str] = {
    "author-page": """الكتّاب|كتّاب|authors|author|writers|writer|escritores|escritor|autores|autor
        |columnistas""",
    "coverage-page": "تغطيات|تغطية|coverage|coverages|coberturas|cobertura",
    "static-page": """الصفحات|صفحات|pages|page|páginas|página|live|en vivo|البث المباشر|بث مباشر
        |about|about us|contact|contact us|privacy|privacy policy|terms|terms of use|quiénes somos
        |contactar|contacto|frecuencia|frequency|من نحن|اتصل بنا""",
    "listing-page": """tags|tag|topics|topic|search|archive|etiquetas|etiqueta|buscar|sitemap|rss
        |feed""",
}
_REGIONS = """africa|asia|asia pacific|europe|latin america|mena|palestine|us canada|medio oriente
    |américa latina|ee uu canadá|europa|áfrica|oceanía|general|latest|latest news|home"""
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_NO_LETTERS = re.compile(r"[\W_]+")
_PLAIN_URL = re.compile(r"https://[a-z.]+/([^?#%\t\r\n]*)")
"""As nearly all are: several times as fast to take apart as any other."""
_FINER_OPINION = frozenset({"analysis", "feature", "blog", "press"})
_MEDIA = frozenset({"video", "newscast", "podcast"})
_KIND_OF_TYPE = {"videoobject": "video", "podcastepisode": "podcast", "audioobject": "podcast"}


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """Return a name as an address writes it: no accents or marks, lower case, hyphens.

    >>> fold_name("Arts&Culture"), fold_name(" Opinión"), fold_name("الكتّاب")
    ('arts-culture', 'opinion', 'الكتاب')
    """
    letters = unicodedata.normalize("NFKD", name[:200]).casefold()
    return _NO_LETTERS.sub("-", _MARKS.sub("", letters)).strip("-")


def _table(names: Mapping[str, str]) -> dict[str, str]:
    return {fold_name(name): key for key, line in names.items() for name in line.split("|")}


_KINDS = _table(_KIND_NAMES)
_REFUSED = _table(_REFUSED_NAMES)
_SECTIONS = _KINDS.keys() | {fold_name(name) for name in _REGIONS.split("|")}


def kind_of(url: str = "", *, posttype: str = "", category: str = "", type: str = "") -> str:  # noqa: A002  the site's name
    """Return the kind that the site's names and the address tell, or ``""``.

    >>> kind_of("https://english.almayadeen.net/articles/blog/x", posttype="Articles")
    'blog'
    """
    kind = _KINDS.get(fold_name(posttype), "") or _KINDS.get(fold_name(category), "")
    if kind and kind != "opinion":
        return kind
    by_path = _kind_of_path(url)
    if kind:
        finer = (_KINDS.get(fold_name(category), ""), by_path)
        return next((each for each in finer if each in _FINER_OPINION), kind)
    return by_path or _KIND_OF_TYPE.get(type.strip().casefold(), "")


@lru_cache(maxsize=64)
def section_of(url: str) -> str:
    """Return the path without slug, numeric id and parts of a date; ``""`` for a bare slug.

    >>> section_of("https://www.almayadeen.net/newscast/2024/4/29/x")
    'newscast'
    """
    return "/".join(part for part in path_parts(url)[:-1] if not _is_number(part))


def path_id(url: str) -> str:
    """Return the numeric id in a Spanish address's path, or ``""``."""
    return next((p for p in path_parts(url) if _is_number(p) and len(p) >= MIN_ID_DIGITS), "")


def refusal_of(url: str, *, posttype: str = "", type: str = "") -> str:  # noqa: A002
    """Return why a page is no article: ``author-page``, ``coverage-page``, ``static-page`` or
    ``listing-page``; ``""`` when nothing speaks against it.

    The post type decides, then the first part of the path, then whether the path is that of a
    section without a slug, at last the site's own ``page`` type.
    """  # noqa: D205  one sentence
    name = fold_name(posttype)
    reason = _REFUSED.get(name) or _refusal_of_path(path_parts(url))
    if reason:
        return reason
    if name not in _KINDS and url and _is_listing(url):
        return "listing-page"
    return "static-page" if type.strip().casefold() == "page" else ""


@lru_cache(maxsize=64)
def path_parts(url: str) -> tuple[str, ...]:
    """Return the decoded parts of an address's path, empty ones left out; ``()`` if it is none."""
    plain = _PLAIN_URL.fullmatch(url)
    if plain:
        return tuple(filter(None, plain[1].split("/")))
    try:
        path = urlsplit(url).path
    except ValueError:
        return ()
    return tuple(unquote(part) for part in path.split("/") if part)


def _kind_of_path(url: str) -> str:
    """Return the kind of the last section that has one; all below videos is video."""
    sections = map(fold_name, section_of(url).split("/"))
    kinds = [_KINDS[name] for name in sections if name in _KINDS]
    return next((kind for kind in kinds[:1] if kind in _MEDIA), kinds[-1] if kinds else "")


def _refusal_of_path(parts: Sequence[str]) -> str:
    reason = _REFUSED.get(fold_name(parts[0]), "") if parts else ""
    is_below_static = reason == "static-page" and len(parts) > 1
    return "" if is_below_static else reason


@lru_cache(maxsize=64)
def _is_listing(url: str) -> bool:
    if path_id(url):
        return False
    return all(_is_number(part) or fold_name(part) in _SECTIONS for part in path_parts(url))


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit()
