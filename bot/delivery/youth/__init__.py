"""Two attested adults in each thread with someone under 18, or no thread."""
