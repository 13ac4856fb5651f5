"""People who think about what could go wrong."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Penetration tester with good manners",
        "Grendel Security",
        "I break into companies that asked for it and write reports that their developers enjoy reading. "
        "My favourite finding is still a password taped under a fish tank.",
        3,
        "Security; Testing; Technical writing; Teaching",
        "Security; a free hour looking at your log-in; Technical writing",
        "Public speaking; Teaching",
    ),
    Role(
        "Security engineer for industrial control",
        "Lage Luchten Energy",
        "Turbines are computers with very long arms. "
        "I keep strangers away from both ends, on protocols that were invented before strangers were.",
        4,
        "Security; Energy & grids; Legacy systems; Embedded & firmware",
        "Security; protecting machines older than you; Energy & grids",
        "Embedded & firmware; Observability",
    ),
    Role(
        "Incident responder, ransomware mornings",
        "Safety Region Delta",
        "When a town hall cannot print, I get the call. "
        "Twelve cases in two years taught me that backups decide and that kindness speeds things up.",
        4,
        "Security; Incident response; backups; Public sector IT",
        "Incident response; a rehearsal for your worst morning; Security",
        "restoring a backup for practice; Legacy systems; Leading teams",
    ),
    Role(
        "Cryptography, explained without fear",
        "Lowland University",
        "I teach what a key is to nurses, notaries and first-year students, and do research on signatures that survive quantum computers. "
        "Diagrams on napkins welcome.",
        5,
        "Security; Privacy; Teaching; Rust",
        "Security; explaining cryptography on a napkin; Mentoring",
        "Rust; industry projects with real data; Public sector IT",
    ),
    Role(
        "Application security in a payment team",
        "Tallybridge",
        "I sit with the developers, not above them. Half of my work is deleting things: old keys, old ports, old fears. "
        "Ask me about threat models on one page.",
        3,
        "Security; Java & Kotlin; Software architecture; Legacy systems",
        "Security; a threat model on one page; Software architecture",
        "Language models; measuring a model honestly; Leading teams",
    ),
    Role(
        "Privacy engineer, less data by design",
        "Kustlijn Mobility",
        "My best month was the one in which we deleted four terabytes and nobody noticed. I build the pipelines that forget on time.",
        3,
        "Privacy; Data pipelines; Maps & geodata; Software architecture",
        "Privacy; Data pipelines; deleting on time",
        "anonymity of location data; Product management; Maps & geodata",
    ),
    Role(
        "Junior analyst, security operations",
        "Koelwater Hosting",
        "Eleven months of night shifts watching logs scroll by, two real alarms and one hedgehog in a cable duct. "
        "I want to move from watching to building.",
        1,
        "Security; Observability; night shifts; Incident response",
        "what an alarm looks like at 4 a.m.; Observability",
        "Mentoring; Security; Python",
    ),
    Role(
        "Runs the regional bug bounty meetup",
        "",
        "Fifty people in a pizza place reporting holes politely. I negotiate between finders and companies, "
        "and most companies are grateful by the second mail.",
        3,
        "Security; Community; Open source; Testing",
        "Community; reporting a hole politely; New job",
        "Privacy; companies ready to be tested; Pricing & sales",
    ),
)
