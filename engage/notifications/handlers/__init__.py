"""Who is told what: one function per event, writing message rows. Each may run twice."""
