"""Engagement events: workshops, places, waiting lists and invitations (reg.17(2)(f)(i))."""
