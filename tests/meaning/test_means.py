import numpy as np

from meaning.means import LANGUAGES, centred, language_means, mean_vectors, parallel_sentences
from tests.meaning.encoders import WordEncoder


def test_each_language_has_the_same_number_of_sentences_and_all_differ() -> None:
    sentences = parallel_sentences()

    assert tuple(sentences) == LANGUAGES
    assert {len(set(texts)) for texts in sentences.values()} == {40}


def test_an_encoder_without_shipped_means_gets_those_of_the_sentences() -> None:
    encoder = WordEncoder()
    means = language_means(encoder)

    assert encoder.encoded == [text for texts in parallel_sentences().values() for text in texts]
    for language, texts in parallel_sentences().items():
        assert np.allclose(means[language], encoder.encode(texts).mean(axis=0), atol=1e-6)


def test_shipped_means_are_not_encoded_for() -> None:
    encoder = WordEncoder(name="use", dimension=512)
    means = language_means(encoder)

    assert not encoder.encoded
    assert set(means) == set(LANGUAGES)
    assert all(mean.shape == (512,) and 0.1 < np.linalg.norm(mean) < 1 for mean in means.values())


def test_a_language_without_a_mean_gets_the_mean_of_all() -> None:
    means = mean_vectors(WordEncoder(), parallel_sentences())
    vectors = WordEncoder().encode(["Le bateau est parti."])
    average = np.mean([means[language] for language in LANGUAGES], axis=0)

    assert np.allclose(centred(vectors, "fr", means), centred(vectors, "x", {"x": average}))


def test_centred_rows_have_length_one_and_zeros_stay_finite() -> None:
    means = mean_vectors(WordEncoder(), parallel_sentences())
    vectors = np.stack([WordEncoder().encode(["A lantern hangs here."])[0], means["en"]])

    lengths = np.linalg.norm(centred(vectors, "en", means), axis=1)

    assert np.allclose(lengths, [1, 0], atol=1e-5)
