"""What Discord refuses in a request's body, with the codes and shapes of its own answers."""
