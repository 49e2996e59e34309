"""Rules about safety: concerns, who may read them, and until when they wait."""
