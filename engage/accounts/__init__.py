"""People: sign-in, invitations, sessions, memberships and roles."""
