"""The encoder that a benchmark of quality measures: what ``NEWS_ENCODER`` names, else ``use``."""

from meaning.encoder import Encoder
from meaning.opening import VARIABLE, encoder_name, open_encoder


def chosen_encoder() -> Encoder:
    """Return the encoder, and print its name unless it is the default one's.

    Raises:
        SystemExit: There is none.
    """
    encoder = open_encoder(encoder_name(), print)
    if encoder is None:
        raise SystemExit(f"this needs an encoder: {VARIABLE}={encoder_name()}")
    if encoder.name != "use":
        print(f"encoder: {encoder.name} (floors are those of `use`)")
    return encoder
