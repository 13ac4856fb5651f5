"""People who maintain what everybody uses."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Maintainer of a calendar library",
        "Gemaal Collective",
        "Forty million downloads a month, three volunteers and one rule: every bug about time zones gets a kind answer. "
        "I would like to hand over half of it in good shape.",
        4,
        "Open source; time zones; Testing; Community",
        "Open source; a gentle start in open source; Mentoring",
        "Funding; Community; a second maintainer",
    ),
    Role(
        "PostgreSQL contributor, index internals",
        "Spilwerk Databases",
        "My patches live deep under queries that you run each day, hopefully without noticing. "
        "Ten years in the community, still nervous when I press send on the mailing list.",
        5,
        "PostgreSQL; Open source; code older than me; Community",
        "PostgreSQL; reading a slow query plan together; Public speaking",
        "Teaching; Rust; Technical writing",
    ),
    Role(
        "Open maps volunteer and tool builder",
        "",
        "I map footpaths on Sundays and write the software that finds broken ones on Mondays. "
        "Wheelchair routes are my present obsession: kerbs, ramps and the gaps between them.",
        3,
        "Maps & geodata; Open source; Accessibility; Open data",
        "Maps & geodata; routing on open maps; a mapping walk",
        "Mobile apps; Funding; Open data",
    ),
    Role(
        "Documentation maintainer for a web framework",
        "",
        "Nobody reads the manual until the manual is good, so I rewrite pages and watch the questions disappear. "
        "I keep score by the number of forum threads that stop.",
        3,
        "Technical writing; Open source; Python; User research",
        "Technical writing; help packaging research code; reviewing your README",
        "User research; Public speaking",
    ),
    Role(
        "Accessibility patches for desktop Linux",
        "Gemaal Collective",
        "I use a screen reader every day and fix what it stumbles over, from installers to chat windows. "
        "Invite me to try your product and I will tell you the truth.",
        4,
        "Accessibility; Open source; Rust; Testing",
        "Accessibility; a screen reader tour of your product; Open source",
        "Design systems; TypeScript; Funding",
    ),
    Role(
        "Release manager, home automation project",
        "",
        "Eleven hundred integrations, a release every month, and a garage full of devices that people posted to me. "
        "Paid work wanted again after a year of doing it for love.",
        3,
        "Open source; Embedded & firmware; Community; Testing",
        "Open source; release checklists that hold; Testing",
        "New job; Electronics; Energy & grids",
    ),
    Role(
        "Student maintainer of a chess engine",
        "Lowland University",
        "My engine loses to the famous ones and explains its moves better than they do. "
        "Two hundred people send me games; nine send patches, and I answer every one.",
        1,
        "Open source; Games; Rust; Community",
        "a gentle start in open source; Rust; Games",
        "New job; Mentoring; Public speaking",
    ),
)
