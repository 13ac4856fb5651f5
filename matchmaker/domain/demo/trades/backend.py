"""People who build what stands behind the page."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Backend developer, harbour logistics",
        "Halyard Freight",
        "I keep the berth planner of a mid-sized port running: Python, PostgreSQL and a lot of timestamps. "
        "Last winter we moved eleven years of bookings without closing the quay.",
        3,
        "Python; PostgreSQL; Legacy systems; time zones",
        "PostgreSQL; reading a slow query plan together; zero-downtime migrations",
        "Leading teams; Public speaking",
    ),
    Role(
        "Payments engineer who likes boring code",
        "Tallybridge",
        "Eight years of moving other people’s money without losing a cent of it. "
        "I collect stories about double bookings, idempotent retries and the bugs that only appear on the 29th of February.",
        4,
        "Software architecture; Java & Kotlin; Testing; Incident response",
        "Software architecture; a second look at your payment flow; Mentoring",
        "Rust; how small teams run their on-call; Incident response",
    ),
    Role(
        "Python developer at the ferry company",
        "Eiland Ferries",
        "Our ticket shop sleeps all week and falls over on Good Friday, so I think about queues and load far more than I ever planned. "
        "New to the region since spring.",
        2,
        "Python; Observability; queues that survive a holiday rush; Incident response",
        "Python; load testing on a shoestring; Testing",
        "Community; Mentoring; someone who has tamed a ticket sale",
    ),
    Role(
        "Go and Rust, mostly for tide gauges",
        "Meetpaal Systems",
        "I write the services that collect water levels from two hundred gauges and refuse to lose a reading. "
        "Started in C, fell for Rust’s compiler, still argue with it daily.",
        3,
        "Rust; Farm & water tech; Data pipelines; Open data",
        "Rust; a gentle start in Rust; Open data",
        "Embedded & firmware; Observability",
    ),
    Role(
        "Java veteran, untangling a 2004 monolith",
        "Zandbank Mutual",
        "There are 1.4 million lines of insurance rules in my care and I have met most of them. "
        "I cut the monolith into pieces small enough to test, one claim type at a time.",
        4,
        "Java & Kotlin; Legacy systems; Testing; Software architecture",
        "Legacy systems; telling a rewrite from a rescue; Career change",
        "Language models; Software architecture",
    ),
    Role(
        "API developer for district heating",
        "Warmtewerk",
        "Heat pumps, meters and three generations of protocols end up in one interface that I look after. "
        "I want it to be so plain that installers stop phoning me, which is my only measure of success.",
        2,
        "Energy & grids; Python; API design; Technical writing",
        "Energy & grids; API design reviews; Technical writing",
        "Security; Data pipelines; User research",
    ),
    Role(
        "Freelance Django developer, ten small clients",
        "",
        "A theatre, two museums, a fish auction: small organisations with real problems and no IT department. "
        "I work four days, sail one, and answer mail the same afternoon.",
        4,
        "Python; Remote work; Accessibility; Pricing & sales",
        "Python; going freelance; Pricing & sales",
        "Design systems; a designer for small museum sites",
    ),
    Role(
        "Junior backend developer, ex line cook",
        "Kombuis Kassa",
        "After nine years in restaurant kitchens I now write the till software that used to annoy me on Saturday nights. "
        "First year in the job, full of questions about tests and databases.",
        1,
        "Career change; Python; Testing; First job",
        "how restaurants really work; Career change",
        "Mentoring; PostgreSQL; reading a slow query plan together",
    ),
    Role(
        "Search and matching at a book distributor",
        "Folio & Daughters",
        "I make sure that a half-remembered title in the wrong language still finds its book. "
        "Most of my week is tokenisers, synonyms and apologising to people whose surname has an umlaut.",
        3,
        "Language models; Python; search ranking; Machine learning",
        "Language models; search that forgives typing mistakes; Python",
        "User research; Machine learning",
    ),
    Role(
        "Platform team lead, school software",
        "Lesplein",
        "Six engineers, four hundred schools and one Monday morning peak that decides whether teachers like us. "
        "I moved into leading two years ago and still miss Friday debugging.",
        4,
        "Leading teams; Software architecture; Teaching; Kubernetes",
        "Leading teams; New job; first steps as a team lead",
        "Kubernetes; Cloud costs; Observability",
    ),
    Role(
        "Backend engineer, patient appointment system",
        "Duinzicht Clinics",
        "Forty GP practices book through what we build, so an outage means a phone queue full of worried people. "
        "I care about quiet releases, good logs and privacy that nurses don’t notice.",
        3,
        "Health tech; Privacy; PostgreSQL; Observability",
        "Health tech; Privacy; quiet releases",
        "Incident response; Accessibility",
    ),
    Role(
        "Elixir hobbyist with a TypeScript day job",
        "Sluiswachter Software",
        "By day I write lock and bridge schedules in TypeScript; by night I rebuild the same thing in Elixir to feel something. "
        "I run a reading club for papers nobody has time for.",
        2,
        "TypeScript; Software architecture; distributed systems papers; Community",
        "TypeScript; a seat in the paper reading club; Community",
        "Open source; Rust; a gentle start in Rust",
    ),
)
