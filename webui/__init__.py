"""The archive in a browser: pages made on the server, from the functions of the command line.

One file of ``webui.pages`` is one kind of page, with its context as dataclasses; its template of
the same name holds no logic. Importing this loads no framework.
"""
