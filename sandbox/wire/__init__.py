"""Input and output: REST over HTTP, the gateway, JSON formats, and faults on demand."""
