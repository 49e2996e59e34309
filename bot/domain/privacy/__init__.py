"""Rules about personal data: what is kept about whom, until when, and how it is erased."""
