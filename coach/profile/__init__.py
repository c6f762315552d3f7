"""Who the coach is talking to: the fields of a profile, and how they are heard in what a person says."""
