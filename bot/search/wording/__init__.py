"""Put an answer into words: its first line, reasons, next steps, in English and Spanish."""
