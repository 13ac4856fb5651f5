"""People who build for everybody, with public money."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Product owner, moving house online",
        "Municipality of Eelhaven",
        "A change of address touches nineteen registers, and I have met all their owners. "
        "My goal is a form with three questions; we are at seven, down from forty-one.",
        3,
        "Public sector IT; Product management; plain language; User research",
        "Public sector IT; Product management; cutting a form to seven questions",
        "User research; Design systems",
    ),
    Role(
        "Open data officer who says yes",
        "Province of Lower Marram",
        "Traffic, trees, nitrogen, noise: if it was paid for by the public I try to publish it, with a person to phone. "
        "Tell me what you need and I will find its keeper.",
        4,
        "Open data; Public sector IT; Maps & geodata; Data pipelines",
        "Open data; finding the keeper of a register; Maps & geodata",
        "Data pipelines; developers who use our data; Privacy",
    ),
    Role(
        "Developer in a ministry’s inner workshop",
        "National Workshop for Forms",
        "We are nine developers who replace consultants' slides with running code. "
        "Everything is open source, including the embarrassing first year.",
        3,
        "Public sector IT; Open source; TypeScript; Legacy systems",
        "Open source; TypeScript; working in the open in government",
        "Security; Legacy systems; keeping old machines alive",
    ),
    Role(
        "Privacy officer with a computing degree",
        "Regional Hospital Oosterkade",
        "I read data protection assessments the way others read thrillers, and I answer within a week. "
        "Most of my advice is: collect less, sleep better.",
        4,
        "Privacy; Health tech; Security; Language models",
        "Privacy; a data protection check in one hour; Health tech",
        "Language models; Machine learning; measuring a model honestly",
    ),
    Role(
        "Election software, the careful kind",
        "Electoral Office North",
        "Counting is done on paper; my programs only add up, and three universities check them. "
        "I enjoy tests, ceremonies and the quiet of the day after.",
        4,
        "Public sector IT; Testing; Security; Open source",
        "Testing; reproducible builds; Security",
        "Open source; Accessibility; Technical writing",
    ),
    Role(
        "Business analyst, debt counselling",
        "Municipality of Eelhaven",
        "I translate between people with envelopes full of bills and the systems that sent them. "
        "Looking for others who shorten the road between a letter and help.",
        3,
        "Public sector IT; User research; plain language; Technical writing",
        "what people do with official letters; Public sector IT; User research",
        "Technical writing; Design systems; Career change",
    ),
    Role(
        "Digital archivist, mail and floppies",
        "Coast Heritage Trust",
        "I rescue the e-mail of mayors and the floppy disks of painters before they turn to noise. "
        "A file format that needs no explanation makes me happy.",
        4,
        "Open data; Legacy systems; old file formats; Python",
        "reading old disks and formats; Legacy systems; Open data",
        "Language models; Python; search that forgives typing mistakes",
    ),
    Role(
        "Procurement adviser, software and sense",
        "Province of Lower Marram",
        "I write tenders that small companies can win: shorter, with a prototype instead of a promise. "
        "Ask me how to sell to the government without losing your mind.",
        5,
        "Public sector IT; Pricing & sales; Open source; Founding",
        "how to sell to the public sector; Pricing & sales; Mentoring",
        "Founding; small companies with a working prototype; Open source",
    ),
    Role(
        "Emergency services, maps in the lorry",
        "Safety Region Delta",
        "Fire crews get my maps on a tablet that survives foam, gloves and shouting. "
        "I used to ride along as a volunteer, and that is where the good requirements come from.",
        3,
        "Maps & geodata; Mobile apps; Incident response; User research",
        "Mobile apps; software that works offline; Incident response",
        "Accessibility; Observability; networks that survive bad weather",
    ),
)
