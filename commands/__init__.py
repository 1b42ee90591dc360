"""The commands of the command line: each parses its arguments, calls one function and prints.

What takes time to load (archive, index, printing) is imported where it is used, so that one command
does not pay for another.
"""
