"""What Discord refuses, with the codes and shapes of its own answers."""
