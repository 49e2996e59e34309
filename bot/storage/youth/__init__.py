"""Tables and functions about people under 18 and the adults who look after them."""
