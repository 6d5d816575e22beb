"""Reading what is asked for: the tool that is meant, the words that are its arguments, the span that answers a question.

One encoder reads the conversation and what is sought side by side; small heads point into it.
"""
