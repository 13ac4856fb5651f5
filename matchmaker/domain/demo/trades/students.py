"""People who are still learning it, officially."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Computer science student, second year",
        "Polytechnic Eelhaven",
        "I like compilers and hate group projects, and I know that I will have to change one of these. "
        "Built a chess clock in Rust over the summer.",
        0,
        "Rust; Games; compilers; Open source",
        "an honest student’s view of your internship; Rust",
        "First job; a gentle start in open source; Mentoring",
    ),
    Role(
        "Master’s student, human-robot interaction",
        "Lowland University",
        "My robot hands tools to people and I study the moment in which they decide to trust it. "
        "Looking for a company that lets me observe a real workshop.",
        0,
        "Robotics; User research; trust in machines; First job",
        "Robotics; a small user study for free; User research",
        "First job; Robotics; a workshop to observe",
    ),
    Role(
        "Apprentice in IT systems, third year",
        "Marram Water Board",
        "I started by swapping toner and now rebuild the monitoring of forty pumping stations. "
        "My teachers are two colleagues who retire next year, so I ask everything now.",
        0,
        "Observability; Farm & water tech; home servers; Mentoring",
        "how apprentices like to be taught; Observability",
        "Kubernetes; Security; Mentoring",
    ),
    Role(
        "Design student who prototypes in code",
        "Academy of Arts Duinoord",
        "My graduation work is a map of smells in the old harbour, which needs sensors, a website and patient noses. "
        "I can draw, solder a little and ask for help a lot.",
        0,
        "Electronics; Maps & geodata; Design systems; User research",
        "drawing and visual notes; an afternoon of mapping smells; Maps & geodata",
        "Electronics; First job; portfolio critique",
    ),
    Role(
        "Applied maths student, likes timetables",
        "Lowland University",
        "I schedule imaginary trains for credit and real volunteers for a music festival. "
        "The volunteers are much harder, and I wrote a solver that keeps friends together.",
        0,
        "Python; optimisation; timetables; Community",
        "Python; solving a rota problem",
        "First job; Data pipelines; forecasting with few features",
    ),
    Role(
        "Bootcamp graduate, former physiotherapist",
        "",
        "Ten years of knees and shoulders, then sixteen weeks of TypeScript. "
        "I know how patients use exercise apps, which is to say not at all, and I would like to change that.",
        1,
        "Career change; Health tech; TypeScript; Mobile apps",
        "what patients do with exercise apps; Health tech; Career change",
        "First job; Mentoring; TypeScript",
    ),
    Role(
        "PhD student, privacy of mobility data",
        "Lowland University",
        "Four points in time identify almost anybody, and I try to publish useful maps in spite of that. "
        "Third year, two papers, one very tired laptop.",
        1,
        "Privacy; Maps & geodata; Open data; New job",
        "Privacy; anonymity of location data; Maps & geodata",
        "New job; Public speaking; industry projects with real data",
    ),
    Role(
        "Evening student with a postal round by day",
        "Open College Marram",
        "I sort letters at five and study networks at seven in the evening. Halfway through, tired, stubborn. "
        "I want to hear from people who came into this trade the long way round.",
        0,
        "Career change; Security; Python; First job",
        "how an address database looks from the street; studying in the evening beside a job",
        "Career change; First job; Mentoring",
    ),
    Role(
        "Electronics student, radio amateur",
        "Polytechnic Eelhaven",
        "I talk to strangers in other countries with a wire and four watts. "
        "For my final project I send soil readings over twelve kilometres on one coin cell.",
        0,
        "Electronics; Embedded & firmware; radio; Farm & water tech",
        "Electronics; long-range radio on a coin cell",
        "First job; Farm & water tech; Embedded & firmware",
    ),
    Role(
        "First-year student, moved here in August",
        "Polytechnic Eelhaven",
        "New country, new language, new bicycle. "
        "I wrote my first games in Lua for friends at school and would like to meet people who do it for a living.",
        0,
        "Games; Python; first time at a meetup; Community",
        "playtesting anything you have; a first game in Lua, step by step",
        "Games; Community; Mentoring",
    ),
)
