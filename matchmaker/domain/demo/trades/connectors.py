"""People who hold products and communities together."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Product manager, bikes and buses",
        "Kustlijn Mobility",
        "I decide what we don’t build, with numbers when I have them and a bicycle when I don’t. "
        "Riders phone our desk in winter, and I take one shift a month.",
        4,
        "Product management; User research; Maps & geodata; Open data",
        "Product management; cutting a roadmap in half; User research",
        "Machine learning; Privacy",
    ),
    Role(
        "Technical writer for machines that lift",
        "Strandvogel Marine",
        "My manuals are read in rain, on a crane, in eleven languages. "
        "I cut every sentence that a hand with a glove can’t follow, and I love a good warning sign.",
        4,
        "Technical writing; Accessibility; translation; User research",
        "Technical writing; reviewing your README; plain language",
        "Language models; Open source",
    ),
    Role(
        "Community organiser of this very evening",
        "Marram Coast Tech Night",
        "I book the room, chase the speakers and count the chairs. Six years ago we were nine people and one pizza. "
        "Tell me who was missing tonight.",
        3,
        "Community; Public speaking; Remote work; Mentoring",
        "Community; a stage for your first talk; Public speaking",
        "meetups in need of speakers; Funding; Mentoring",
    ),
    Role(
        "Sales engineer who says what won’t work",
        "Spilwerk Databases",
        "I lose one deal in five by being honest and win the next two because of it. "
        "Between demos I write the small scripts that customers keep asking for.",
        3,
        "Pricing & sales; PostgreSQL; Product management; Public speaking",
        "Pricing & sales; a first sales colleague; demos that don’t lie",
        "Founding; Public speaking",
    ),
    Role(
        "Translator moving into localisation",
        "",
        "Twenty years between four languages, and now I help apps to stop breaking when the words get longer. "
        "I read your strings aloud and mark where I stumble.",
        4,
        "Technical writing; Career change; translation; Mobile apps",
        "a read-through of your app’s texts; translation; Technical writing",
        "Design systems; Mobile apps; going freelance",
    ),
)
