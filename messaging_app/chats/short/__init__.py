"""A short way for the two requests there are most of: sending a message, and the stream.

Both are answered beside Django, with the same rules and the same look-up of who asks. Whatever is
out of the ordinary, and every refusal, takes the whole way: `beside` hands it on untouched.
"""
