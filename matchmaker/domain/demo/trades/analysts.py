"""People who make sense of numbers."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Data engineer for soil and sugar beet",
        "Klei & Co",
        "Sensors in 900 fields send me moisture every ten minutes, and half of them lie after rain. "
        "I build the pipelines that notice, and the reports that growers really open.",
        3,
        "Data pipelines; Farm & water tech; Python; Embedded & firmware",
        "Data pipelines; spotting lying sensors; Farm & water tech",
        "Machine learning; Embedded & firmware",
    ),
    Role(
        "Machine learning for quality control",
        "Noorderkroon Dairy",
        "Cameras look at forty cheeses a minute and my models say which one needs a human. "
        "I learned that lighting beats any network, and that the night shift knows more than my test set.",
        3,
        "Machine learning; Robotics; cheese; Testing",
        "Machine learning; labelling on a budget",
        "Observability; Public speaking; User research",
    ),
    Role(
        "Statistician turned analytics lead",
        "Regional Hospital Oosterkade",
        "I help doctors ask questions that the data can answer, and tell them kindly when it can’t. "
        "Fifteen years of waiting lists taught me to distrust every average.",
        4,
        "Health tech; Open data; honest statistics; Leading teams",
        "statistics clinic for small studies; Mentoring; Health tech",
        "Privacy; Data pipelines",
    ),
    Role(
        "Geodata analyst, dykes and dunes",
        "Marram Water Board",
        "Laser scans of 300 kilometres of dyke arrive twice a year and I look for the centimetres that went missing. "
        "I love maps, dislike map projections, and use both daily.",
        2,
        "Maps & geodata; Open data; Farm & water tech; Public sector IT",
        "Maps & geodata; a tour of free height data; Open data",
        "Python; Machine learning; labelling on a budget",
    ),
    Role(
        "Language models for customer letters",
        "Zandbank Mutual",
        "We draft answers to insurance questions and a person signs each one; I measure how often they change a word. "
        "Sceptical by training, hopeful on Thursdays.",
        3,
        "Language models; Testing; Privacy; Machine learning",
        "Language models; measuring a model honestly; Testing",
        "User research; Technical writing",
    ),
    Role(
        "Forecasting wind, one hour ahead",
        "Lage Luchten Energy",
        "My job is to know how hard it will blow over sixty turbines before the market closes. "
        "I trade stories about gradient boosting for stories about storms.",
        3,
        "Energy & grids; Machine learning; weather; Python",
        "Machine learning; forecasting with few features",
        "Rust; Cloud costs; Energy & grids",
    ),
    Role(
        "Analyst, library loans and readers",
        "United Coast Libraries",
        "Which twelve-year-olds stop borrowing books, and what brought some of them back? "
        "I answer that with anonymous counts and a strict rule against tracking anyone.",
        2,
        "Open data; Privacy; Teaching; Public sector IT",
        "Open data; counting without tracking; Privacy",
        "Data pipelines; a designer who likes charts",
    ),
    Role(
        "Data science graduate, first project live",
        "Kustlijn Mobility",
        "My thesis on shared bikes became a real rebalancing plan for eighty stations, which still feels unlikely. "
        "Now I need to learn how production code is supposed to look.",
        1,
        "Python; Maps & geodata; shared bikes; First job",
        "optimisation with simple tools; Maps & geodata",
        "Mentoring; Testing; Data pipelines",
    ),
    Role(
        "Building a small warehouse on PostgreSQL",
        "Tallybridge",
        "Everyone told us to buy a cloud warehouse; we have 200 gigabytes and one sturdy database, and month-end takes four minutes. "
        "Happy to show the bill as well as the schema.",
        4,
        "PostgreSQL; Data pipelines; Cloud costs; Software architecture",
        "PostgreSQL; Data pipelines; leaving an expensive warehouse",
        "Leading teams; Language models",
    ),
    Role(
        "Bird migration, radar and Bayesian models",
        "Slikveld Field Station",
        "Weather radar sees a million thrushes cross the coast in one October night, and I count them. "
        "Half researcher, half programmer, looking for people who enjoy odd data.",
        5,
        "Open data; Machine learning; birds; Maps & geodata",
        "Bayesian models without fear; Open data; Machine learning",
        "Maps & geodata; Open source; help packaging research code",
    ),
)
