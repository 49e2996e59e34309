"""What Discord refuses, with the codes and formats of its own answers."""
