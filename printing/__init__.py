"""What the program prints: values in, text out. Only :mod:`printing.command_line` writes it.

Whatever comes from an article, a file or the user is cleaned on its way, as
:func:`languages.clean_text` does, so that no control character of theirs reaches a terminal.

Nothing is imported here: a command loads only what it prints.
"""
