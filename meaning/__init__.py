"""Text as vectors in one space for all three languages, and the store of every article's.

``MeaningError`` (:mod:`meaning.encoder`) is what can go wrong. An encoder is opened by name
(:mod:`meaning.opening`), vectors follow the archive's change numbers (:mod:`meaning.sync`) and are
derived: whatever is in the store can be deleted and made anew.
"""
