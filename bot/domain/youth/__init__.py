"""Rules of youth mode: what has to be there before anyone under 18 takes part, and what isn't."""
