"""The way in and out: REST over HTTP, the gateway, JSON shapes, and faults on demand."""
