"""People who keep it running at night."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Site reliability, forty pumping stations",
        "Marram Water Board",
        "If our dashboards lie, feet get wet. I look after the monitoring between the sea and two hundred thousand people, "
        "and I take alerts at three in the morning personally.",
        4,
        "Observability; Incident response; Farm & water tech; Public sector IT",
        "Observability; Incident response; how small teams run their on-call",
        "Embedded & firmware; Data pipelines; Security",
    ),
    Role(
        "Kubernetes, and when to leave it out",
        "Tallybridge",
        "I run eleven clusters for a payment company and have talked four friends out of getting their first. "
        "Fond of plain Linux, good runbooks and undisturbed weekends.",
        4,
        "Kubernetes; Cloud costs; Remote work; Incident response",
        "Kubernetes; deciding against Kubernetes; Mentoring",
        "Security; Open source; Observability",
    ),
    Role(
        "Cloud cost detective",
        "",
        "Last year I found 1.1 million euros that nobody was using, most of it in forgotten disks. "
        "I charge by the day, never by the saving, so that people trust the answer.",
        4,
        "Cloud costs; Kubernetes; Data pipelines; Pricing & sales",
        "Cloud costs; reading your cloud bill together",
        "Pricing & sales; Public speaking",
    ),
    Role(
        "Network engineer on islands",
        "Eiland Ferries",
        "I bring the internet to ships and to three islands where the weather decides. "
        "Radio links, patience, and a rule that every fix must survive a cook turning off the wrong switch.",
        3,
        "Incident response; Electronics; radio; Observability",
        "networks that survive bad weather; Electronics; Incident response",
        "Observability; Security",
    ),
    Role(
        "On-call lead who writes the reviews",
        "Lesplein",
        "I turned our incident reviews from blame into stories, and people now come to read them with coffee. "
        "Collecting good questions to ask the morning after.",
        3,
        "Incident response; Leading teams; Technical writing; Observability",
        "Incident response; reviews without blame; Technical writing",
        "Leading teams; Observability; Public speaking",
    ),
    Role(
        "Sysadmin for eleven museums",
        "Coast Heritage Trust",
        "One of me, eleven buildings, six hundred screens and a whale skeleton with its own IP address. "
        "I automate whatever I had to do twice and document what I had to do once.",
        3,
        "Legacy systems; Python; one-person IT; Technical writing",
        "keeping old machines alive; Legacy systems; Python",
        "Security; Community; others who are a one-person IT department",
    ),
    Role(
        "DevOps engineer, new parent, half time",
        "Halyard Freight",
        "I build release pipelines for port software in twenty hours a week and have become much better at deleting steps. "
        "Eager to compare notes on working half time in this trade.",
        3,
        "Kubernetes; Testing; working half time; Remote work",
        "faster build pipelines; Testing; Kubernetes",
        "Remote work; Career change",
    ),
    Role(
        "Observability engineer, small data centre",
        "Koelwater Hosting",
        "We heat a swimming pool with our servers and I watch both temperatures. "
        "Traces, metrics, logs, and a lifeguard who phones me when the water gets cold.",
        2,
        "Observability; Energy & grids; Open source; Incident response",
        "Observability; a tour of the data centre under the pool; Energy & grids",
        "Public speaking; Machine learning; Mentoring",
    ),
    Role(
        "Database administrator, thirty years in",
        "Province of Lower Marram",
        "I restored my first backup in 1996 and have tested one each month since. "
        "Two years to retirement, with a great wish to leave what I know in other heads.",
        5,
        "PostgreSQL; Legacy systems; backups; Mentoring",
        "PostgreSQL; Mentoring; restoring a backup for practice",
        "Teaching; Technical writing; Public speaking",
    ),
)
