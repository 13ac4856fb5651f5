"""People who look for colleagues and lead them."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Engineering manager, hiring two juniors",
        "Halyard Freight",
        "I was somebody’s lucky first hire once, so I keep two junior seats open each year and defend them in budget meetings. "
        "Ask me what I look for; it is not a degree.",
        4,
        "Leading teams; First job; Mentoring; Career change",
        "First job; Mentoring; mock interviews",
        "Public speaking; Career change; Python",
    ),
    Role(
        "Head of engineering, wind and batteries",
        "Lage Luchten Energy",
        "Thirty engineers between turbines and spreadsheets. "
        "I hire slowly, promote from within, and think that a good incident review is the best training there is.",
        4,
        "Leading teams; Energy & grids; Incident response; Mentoring",
        "New job; Leading teams; Energy & grids",
        "Machine learning; Embedded & firmware; people who like both field and desk",
    ),
    Role(
        "In-house recruiter who can read code",
        "Lesplein",
        "I learned Python so that I would stop asking for ten years of a five-year-old framework. "
        "Candidates get an answer within three days, even when it is no.",
        3,
        "First job; Community; fair interviews; Python",
        "New job; First job; an honest look at your CV",
        "TypeScript; Accessibility; meetups that welcome beginners",
    ),
    Role(
        "Team lead, four developers, two time zones",
        "Kustlijn Mobility",
        "Half of my team sits here and half in the mountains, and we write everything down. "
        "I am good at remote and still bad at saying no to features.",
        3,
        "Remote work; Leading teams; Maps & geodata; Product management",
        "Remote work; New job; writing instead of meetings",
        "Product management; cutting a roadmap in half; Maps & geodata",
    ),
    Role(
        "Director of digital, four hospitals",
        "Regional Hospital Oosterkade",
        "I buy less software than I am offered and build more than I am allowed. "
        "Looking for people who want to do careful work that somebody’s mother will depend on.",
        5,
        "Health tech; Public sector IT; Leading teams; Security",
        "New job; opening doors in health care; Mentoring",
        "Security; Data pipelines; User research",
    ),
    Role(
        "Career coach for people changing trade",
        "Overstag",
        "Teachers, nurses, chefs and one organ builder: I have walked sixty people into their first job in tech. "
        "I know which companies mean it when they say juniors welcome.",
        4,
        "Career change; First job; Community; Mentoring",
        "Career change; mock interviews; an honest look at your CV",
        "First job; employers who take beginners; New job",
    ),
    Role(
        "Embedded lead looking for firmware people",
        "Meetpaal Systems",
        "Our boxes sit on poles in salt water for ten years, so I look for colleagues who enjoy patience, datasheets and a boat trip. "
        "A soldering test is part of the interview.",
        4,
        "Embedded & firmware; Electronics; Leading teams; Farm & water tech",
        "firmware for salt water, ten years without a visit; New job; Embedded & firmware",
        "somebody who gets boards made in small numbers; Rust; Testing",
    ),
    Role(
        "Head of people, software co-operative",
        "Gemaal Collective",
        "Twenty-six members, one salary formula, no managers and a surprising amount of arguing about chairs. "
        "I help others to try a co-op without repeating our first two years.",
        4,
        "Community; Remote work; Leading teams; Founding",
        "how a co-op works in practice; New job; Hiring practice",
        "Funding; Technical writing",
    ),
)
