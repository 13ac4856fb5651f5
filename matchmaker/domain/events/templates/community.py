"""Interests for neighbours, clubs and groups; other words for one stand behind it."""

INTERESTS = """\
Arts and crafts = crafts, making
Bicycles = cycling
Books = reading, library
Children and families = parents, families
Choirs and singing = choir, singing
Climate and energy = solar, saving energy
Cooking together = cooking, food
Dance = dancing
Digital help = computer help
Dogs and animals = pets
Football and sport = sport, running
Gardens = gardening, allotment
Games = board games, chess
Health = walking, self-help groups
Housing = renting, co-housing
Languages = language exchange, tandem
Local history = history
Local politics = council
Music = bands, instruments
New in town = newcomers
Older people = seniors
Organising events = street parties
Photography = photos
Repairing = repair café
School and learning = tutoring, homework help
Sharing things = borrowing, tool library
Theatre = drama
Volunteering = helping out
Youth = young people
"""
