"""Tables that leave the service, in which nothing is a formula, and the links that lead to them."""
