"""People who build what is touched."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Frontend developer, charts for newspapers",
        "Kustbode Media",
        "Election nights are my finals: one page, a million readers, numbers that change each minute. "
        "I draw charts that still work on a phone from 2015.",
        3,
        "TypeScript; Open data; charts; Data pipelines",
        "TypeScript; charts that work on old phones; a designer who likes charts",
        "Accessibility; Observability",
    ),
    Role(
        "Android developer, maps without a signal",
        "Kentering",
        "Sailors open our app where there is no network, no warranty and a wet thumb. "
        "Offline first is not a feature for us, it is the whole boat.",
        3,
        "Mobile apps; Java & Kotlin; Maps & geodata; User research",
        "Mobile apps; software that works offline; Java & Kotlin",
        "User research; Testing; Rust",
    ),
    Role(
        "iOS developer, apps for hearing aids",
        "Oorschelp",
        "I tune sound from a phone for people who haven’t heard birds in years; the beta testers cry and I pretend to check the logs. "
        "Bluetooth is my nemesis.",
        3,
        "Mobile apps; Health tech; Accessibility; Embedded & firmware",
        "Mobile apps; Bluetooth war stories; Health tech",
        "Embedded & firmware; User research; Testing",
    ),
    Role(
        "Accessibility specialist, audits to repairs",
        "Studio Baken",
        "An audit is worth little until somebody mends things, so I stay and pair with the team. "
        "I am low-vision myself and zoom to 300 per cent by lunch.",
        4,
        "Accessibility; Design systems; TypeScript; Teaching",
        "Accessibility; pairing on an accessibility repair; Teaching",
        "Public sector IT; Product management; User research",
    ),
    Role(
        "Full-stack developer, local news startup",
        "Kustbode Media",
        "Three journalists, two developers, forty thousand readers who pay. "
        "I do the newsletter, the paywall and the printer, in that order of difficulty.",
        2,
        "Python; TypeScript; Product management; Pricing & sales",
        "newsletters that get read; TypeScript; Python",
        "PostgreSQL; Pricing & sales; turning users into customers",
    ),
    Role(
        "Web performance for slow connections",
        "",
        "I carry a phone limited to one bar and make clients use it. Last project: from eleven seconds to two, by deleting. "
        "The farm co-op sold more seed that week.",
        4,
        "TypeScript; Farm & water tech; web performance; Accessibility",
        "TypeScript; a fast page in one afternoon",
        "Product management; Remote work; Pricing & sales",
    ),
    Role(
        "Returning developer after eight years",
        "",
        "I left when tables were for layout and came back when they were forbidden and then fine again. "
        "Two children later I am rebuilding my skills with a birdwatching app.",
        2,
        "Career change; Mobile apps; TypeScript; Testing",
        "birdwatching with your first app; Testing; Career change",
        "New job; Mentoring; Accessibility",
    ),
    Role(
        "Game developer, one lighthouse at a time",
        "Tiny Tern Games",
        "I write the engine of a game in which nothing explodes. Players tell us that it helps them sleep, which we put on the poster. "
        "Shipping in May, nervous already.",
        3,
        "Games; Rust; Founding; Software architecture",
        "Games; shipping with a tiny team; Rust",
        "Funding; Public speaking; illustrations for a talk or an app",
    ),
)
