"""Bringing vectors up to date with the archive."""

from collections.abc import Callable, Sequence

from archive.archive import Archive, Change
from archive.article import Article
from meaning.article_sentences import article_language, article_sentences
from meaning.encoder import Encoder, Vectors
from meaning.vectors import Encoded, VectorStore, digest

BATCH = 200
"""Changes per transaction."""

Progress = Callable[[int, int], None]
"""Told how much is done, of how much in all."""


def sync(
    archive: Archive,
    store: VectorStore,
    encoder: Encoder,
    progress: Progress | None = None,
    *,
    batch: int = BATCH,
) -> int:
    """Encode what is new in the archive; return how many articles were taken in.

    A crash leaves whole batches; the next call goes on from there. When two run at once, what one
    has done the other skips, and no newer version is replaced by an older one. An article whose
    sentences are the stored ones is not encoded again. If the archive has fewer changes than the
    store has taken in, it is another archive, and all is encoded anew.

    Args:
        archive: Where the articles are.
        store: What is to be brought up to date.
        encoder: The one that the store is of.
        progress: Called after every batch with the changes taken in and the changes to take in.
        batch: Changes per transaction.

    Raises:
        MeaningError: The store cannot be written, or the encoder cannot be used.
        ArchiveError: The archive cannot be read.
    """
    if store.last_change() > archive.last_change():
        store.clear()
    first = after = store.last_change()
    taken = 0
    while changes := archive.changes(after, batch):
        encoded = encode_articles(_newest(archive, changes), store, encoder)
        if store.update(encoded, last_change=changes[-1].number, after=after):
            taken += len(encoded)
        after = store.last_change()
        if progress is not None:
            progress(after - first, max(archive.last_change(), after) - first)
    return taken


def encode_articles(
    articles: Sequence[Article], store: VectorStore, encoder: Encoder
) -> list[Encoded]:
    """Return articles as they are to be stored, all new sentences encoded in one call."""
    sentences = {
        article.id: [each.text for each in article_sentences(article)] for article in articles
    }
    texts = {id: digest(each) for id, each in sentences.items()}
    stored = store.digests(texts)
    new = [id for id in texts if stored.get(id) != texts[id]]
    vectors = _encode_each({id: sentences[id] for id in new}, encoder)
    return [
        Encoded(
            id=article.id,
            version=article.version,
            language=article_language(article),
            texts=texts[article.id],
            vectors=vectors.get(article.id),
        )
        for article in articles
    ]


def _encode_each(sentences: dict[str, list[str]], encoder: Encoder) -> dict[str, Vectors]:
    vectors = encoder.encode([text for texts in sentences.values() for text in texts])
    found = {}
    start = 0
    for id, texts in sentences.items():
        found[id] = vectors[start : start + len(texts)]
        start += len(texts)
    return found


def _newest(archive: Archive, changes: list[Change]) -> list[Article]:
    return list(archive.articles(list({change.id: None for change in changes})).values())
