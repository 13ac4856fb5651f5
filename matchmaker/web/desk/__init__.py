"""The desk’s door: a phone or laptop where people come in. It sees names, and nothing else of anybody."""
