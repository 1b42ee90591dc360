"""What differs between the editions, one row each.

Adding a section, a label or a redesigned page's selector is a change of this file alone: selectors
stand newest first, and the first that finds something decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.article import EDITION_LANGUAGES
from archive.urls import HOSTS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EditionSite:
    """One edition: where its addresses are listed, and how its pages are written."""

    name: str
    language: str
    """ISO 639-1."""
    host: str
    sitemaps: tuple[str, ...]
    """Paths, in the order in which to try them."""
    listings: tuple[str, ...]
    """Paths of section pages, for when there is no sitemap."""
    feeds: tuple[str, ...]
    """Paths of feeds. None is known to answer."""
    names: tuple[str, ...]
    """What the edition calls itself, as it stands behind a page's title."""
    source_labels: tuple[str, ...]
    """What stands before the source of a story, without colon."""
    link_labels: tuple[str, ...]
    """What stands before a link to another article, or heads a block of them."""
    furniture: tuple[str, ...]
    """Whole lines of the page that are no part of an article."""
    furniture_starts: tuple[str, ...] = ()
    """Beginnings of such lines."""
    title_selectors: tuple[str, ...] = (
        ".details-white-box h1",
        ".read-section h1",
        "article h1",
        "h1",
        ".details-white-box h2",
        ".read-section h2",
        "article h2",
        "h2",
    )
    lead_selectors: tuple[str, ...] = (".lg_para.summary", ".summary", ".article-summary", ".lead")
    body_selectors: tuple[str, ...] = (
        ".p-content",
        "[itemprop=articleBody]",
        ".news-section.read-section",
        ".article-body, .article-content, .article__body, .article-text, .post-content",
    )


_SITEMAPS = ("/sitemaps/all.xml", "/sitemaps/news.xml")

ENGLISH = EditionSite(
    name="english",
    language=EDITION_LANGUAGES["english"],
    host=HOSTS["english"],
    sitemaps=_SITEMAPS,
    listings=(
        "/news/politics",
        "/news/economics",
        "/news/sports",
        "/news/arts-culture",
        "/news/health",
        "/news/miscellaneous",
        "/news/technology",
        "/news/environment",
        "/articles/opinion",
        "/articles/analysis",
        "/articles/blog",
        "/articles/features",
    ),
    feeds=("/rss", "/rss.xml", "/rss/all-news"),
    names=("Al Mayadeen English", "Al Mayadeen", "AlMayadeen", "Almayadeen English"),
    source_labels=("Source", "Sources"),
    link_labels=(
        "Read more",
        "Read also",
        "Also read",
        "See also",
        "Watch also",
        "Related news",
        "Related articles",
        "Related",
        "More on this",
        "More from this writer",
        "More from this author",
    ),
    furniture=(
        "Listen",
        "Listen to this article",
        "Breaking",
        "Most read",
        "Coverage",
        "Coverages",
        "Read next",
        "All",
        "Share",
        "Tags",
        "Load more",
        "Show more",
        "Advertisement",
        "All Rights Reserved",
        "Al Mayadeen is an Arab Independent Media Satellite Channel.",
    ),
)

ARABIC = EditionSite(
    name="arabic",
    language=EDITION_LANGUAGES["arabic"],
    host=HOSTS["arabic"],
    sitemaps=_SITEMAPS,
    listings=("/news/politics", "/news/economic", "/articles", "/press", "/misc", "/analysis"),
    feeds=("/rss", "/rss/all", "/rss/news", "/rss.xml"),
    names=("الميادين نت", "شبكة الميادين", "شبكة الميادين الإعلامية", "قناة الميادين", "الميادين"),
    source_labels=("المصدر", "المصادر"),
    link_labels=(
        "اقرأ أيضاً",
        "اقرأ المزيد",
        "اقرأ للكاتب",
        "المزيد للكاتب",
        "شاهد أيضاً",
        "مواضيع ذات صلة",
        "أخبار ذات صلة",
        "ذات صلة",
        "للمزيد",
    ),
    furniture=(
        "استمع",
        "استمع إلى المقال",
        "عاجل",
        "المزيد",
        "الأكثر قراءة",
        "الأكثر قراءةً",
        "آخر الأخبار",
        "التغطيات",
        "تغطيات",
        "الكل",
        "شارك",
        "مشاركة",
        "تصفح المزيد",
        "جميع الحقوق محفوظة",
        "واتخذت من العاصمة بيروت مقرا لها.",
    ),
    furniture_starts=(
        "شبكة الميادين الإعلامية قناة فضائية عربية إخبارية مستقلة",
        "في السابع من تشرين الأول/أكتوبر 2023 أعلنت كتائب القسام معركة",
    ),
)

SPANISH = EditionSite(
    name="spanish",
    language=EDITION_LANGUAGES["spanish"],
    host=HOSTS["spanish"],
    sitemaps=_SITEMAPS,
    listings=(
        "/noticias/politica",
        "/noticias/cultura",
        "/noticias/deportes",
        "/noticias/salud",
        "/noticias/tecnologia",
        "/noticias/medio-ambiente",
        "/news",
        "/entrevistas",
        "/articulos",
    ),
    feeds=("/rss",),
    names=(
        "Al Mayadeen Español",
        "Al Mayadeen en Español",
        "Red El Mayadeen",
        "El Mayadeen",
        "Al Mayadeen",
    ),
    source_labels=("Fuente", "Fuentes"),
    link_labels=(
        "Lea también",
        "Leer también",
        "Lee también",
        "Leer más",
        "Lea más",
        "Ver también",
        "Vea también",
        "Ver además",
        "Le puede interesar",
        "Te puede interesar",
        "Noticias relacionadas",
        "Artículos relacionados",
        "Más de este autor",
        "Más del autor",
        "Relacionadas",
        "Relacionados",
    ),
    furniture=(
        "Escuchar",
        "Escuchar el artículo",
        "Última hora",
        "Más leídas",
        "Más leídos",
        "Lo más leído",
        "Coberturas",
        "Cobertura",
        "Todas",
        "Todos",
        "Compartir",
        "Etiquetas",
        "Ver más",
        "Cargar más",
        "Leer a continuación",
        "Todos los derechos reservados",
        "Al Mayadeen es un canal satelital árabe independiente.",
    ),
)

SITES: Mapping[str, EditionSite] = {site.name: site for site in (ENGLISH, ARABIC, SPANISH)}
"""The editions by name."""
