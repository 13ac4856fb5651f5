"""People who pass it on."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Teaches computing to twelve-year-olds",
        "Montessori School Quayside",
        "Thirty children, fifteen laptops, one rule: you may only ask me after asking two others. "
        "They built a weather station that is more punctual than the buses.",
        3,
        "Teaching; Electronics; Games; Robotics",
        "Teaching; explaining anything to a twelve-year-old",
        "Robotics; guests who visit a classroom; Electronics",
    ),
    Role(
        "Lecturer, software engineering",
        "Polytechnic Eelhaven",
        "I send eighty students a year into companies and read all of their reports, so I know which offices are kind. "
        "My course has real clients and real deadlines.",
        4,
        "Teaching; Testing; First job; Software architecture",
        "a student team for your project; Teaching; First job",
        "Software architecture; companies with a small real problem; Language models",
    ),
    Role(
        "Runs a coding night for newcomers",
        "Open College Marram",
        "Every Wednesday forty people from twenty countries learn Python with soup. "
        "Half found work, some found flatmates, and one couple found each other over a for loop.",
        4,
        "Community; Teaching; Career change; Python",
        "Community; Teaching; a room with forty beginners",
        "First job; Mentoring; guest teachers on Wednesdays",
    ),
    Role(
        "Maths teacher rebuilding the timetable",
        "Lyceum Duinoord",
        "Nine hundred pupils, seventy teachers, one gym: our timetable took three weeks of my summer until I wrote a solver. "
        "Now I would like to share it with other schools.",
        3,
        "Teaching; Python; timetables; Open source",
        "explaining maths without fear; Teaching",
        "Open source; a second pair of eyes on my code; solving a rota problem",
    ),
    Role(
        "Trainer, secure coding for teams",
        "Grendel Security",
        "In two days I let developers break their own software, which they enjoy far more than slides. "
        "Before that I taught swimming, and the method is the same.",
        4,
        "Security; Teaching; Testing; Public speaking",
        "Security; Teaching; breaking your own app for fun",
        "TypeScript; Public speaking; Pricing & sales",
    ),
    Role(
        "Librarian with a repair café and a 3D printer",
        "United Coast Libraries",
        "On Saturdays people bring toasters and leave with toasters. "
        "I look after the workshop of our library and the forty volunteers who know more than I do.",
        3,
        "Community; Electronics; repair; Leading teams",
        "Community; a free workshop with tools; guests who visit a classroom",
        "Electronics; Robotics; Funding",
    ),
    Role(
        "Speech coach for shy engineers",
        "",
        "Most talks fail in the first minute, from apology. I help people to begin with the thing itself. "
        "Formerly on the radio, still in love with pauses.",
        4,
        "Public speaking; Community; radio; Teaching",
        "Public speaking; rehearsing your first five minutes; Mentoring",
        "Technical writing; Remote work; meetups in need of speakers",
    ),
)
