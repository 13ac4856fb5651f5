"""People who started something."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Founder, repairable hearing aids",
        "Oorschelp",
        "We build hearing aids that you open with a coin and mend at a kitchen table. "
        "Two hundred people wear one; now we have to learn certification, selling and sleeping.",
        4,
        "Founding; Electronics; Health tech; Accessibility",
        "Founding; a tour of medical certification; Health tech",
        "Funding; Embedded & firmware; Pricing & sales",
    ),
    Role(
        "Co-founder, tide tables for small boats",
        "Kentering",
        "Our app tells sailors when the sandbank will let them through, and it has a subscription people complain about politely. "
        "Three years in, profitable since March.",
        4,
        "Founding; Mobile apps; Maps & geodata; Pricing & sales",
        "Founding; Pricing & sales; turning users into customers",
        "Mobile apps; Product management; User research",
    ),
    Role(
        "Second-time founder, compliance for bakeries",
        "Kruimelspoor",
        "Flour, allergens and paperwork: small bakeries drown in it and we give them one tablet by the oven. "
        "My first company failed slowly, and I talk about that gladly.",
        4,
        "Founding; Product management; failing well; Funding",
        "Funding; pitch practice with hard questions; Founding",
        "Language models; a first sales colleague; Pricing & sales",
    ),
    Role(
        "Building a co-op for home batteries",
        "Samenstroom",
        "Ninety households share one big battery and a spreadsheet that became software. "
        "I am an electrician by trade and a treasurer by accident.",
        3,
        "Energy & grids; Community; Founding; Funding",
        "how a co-op works in practice; Energy & grids; Community",
        "Security; Python; Funding",
    ),
    Role(
        "Solo founder, invoices for choirs",
        "",
        "There are four thousand amateur choirs within two hours of here and all of them chase membership fees. "
        "I built the thing that chases, and it pays my rent since autumn.",
        3,
        "Founding; Python; choirs; Pricing & sales",
        "bootstrapping without investors; Pricing & sales; Founding",
        "Design systems; Accessibility; a second pair of eyes on my code",
    ),
    Role(
        "Founder, seaweed growing by sensor",
        "Wierwinkel",
        "We hang sensors under floating lines and learn when kelp is unhappy. Salt water ate our first three enclosures. "
        "Raising a first round this winter.",
        3,
        "Founding; Farm & water tech; salt-proof electronics; Funding",
        "a boat trip to the lines; Farm & water tech",
        "Funding; Electronics; pitch practice with hard questions",
    ),
    Role(
        "Angel investor, formerly built pumps",
        "Spui Capital",
        "I sold my pump company and now put small sums into people who build physical things near the coast. "
        "I read every mail and answer most with a question.",
        5,
        "Funding; Founding; Electronics; Mentoring",
        "Funding; hard questions about your numbers; Mentoring",
        "Founding; founders who build physical things",
    ),
    Role(
        "Product lead about to start up",
        "",
        "Twelve years of other people’s roadmaps, then I handed in my notice in September. "
        "The idea is about care rotas for families; the co-founder is still missing.",
        4,
        "Product management; Founding; Health tech; Career change",
        "Product management; cutting a roadmap in half",
        "Founding; a technical co-founder; Health tech",
    ),
    Role(
        "CTO of five people and one van",
        "Bakfiets Direct",
        "Our couriers deliver by cargo bike, and I write routes, answer the phone and sometimes ride. "
        "Looking for calm ways to grow from two developers to four.",
        3,
        "Maps & geodata; Founding; Remote work; Leading teams",
        "New job; routing on open maps; Maps & geodata",
        "Leading teams; Hiring practice; Cloud costs",
    ),
)
