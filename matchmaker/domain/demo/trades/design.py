"""People who decide how things look, read and feel."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Product designer, tools for night shifts",
        "Regional Hospital Oosterkade",
        "I design for nurses with gloves on, at four in the morning, under bad light. "
        "If a screen works for them it works for anybody, and most screens don’t.",
        3,
        "User research; Accessibility; Health tech; Design systems",
        "User research; watching real people use it; Accessibility",
        "TypeScript; Design systems",
    ),
    Role(
        "Design systems, from tokens to paper forms",
        "Province of Lower Marram",
        "Eighteen municipal sites share one set of parts, and I am the person who says no to a nineteenth shade of blue. "
        "Currently teaching it right-to-left.",
        4,
        "Design systems; Accessibility; Public sector IT; Open source",
        "Design systems; naming colours so that they survive; Accessibility",
        "Open source; Leading teams",
    ),
    Role(
        "Freelance illustrator who learned to code",
        "",
        "I draw for science museums and then animate the drawings in the browser, because explaining timing took longer than learning it. "
        "My best work is a beating mussel.",
        2,
        "TypeScript; Games; animation; Pricing & sales",
        "illustrations for a talk or an app; TypeScript",
        "Pricing & sales; going freelance",
    ),
    Role(
        "UX researcher among farmers",
        "Klei & Co",
        "I sit in tractors with a notebook. Growers taught me that a good app is one you can ignore until it rains. "
        "Looking for others who do research far away from a desk.",
        3,
        "User research; Farm & water tech; Product management; Mobile apps",
        "User research; interviewing without leading; Farm & water tech",
        "Data pipelines; Public speaking",
    ),
    Role(
        "Type, signs and wayfinding, now on screens",
        "Studio Baken",
        "For twenty years my letters hung in stations; now they show platform changes on phones. "
        "I test every typeface on my father, who is 81 and honest.",
        5,
        "Accessibility; Design systems; typefaces; Mobile apps",
        "choosing a typeface that can be read; Mentoring; Accessibility",
        "Mobile apps; someone who builds for e-paper",
    ),
    Role(
        "Interaction designer for ferry tickets",
        "Eiland Ferries",
        "A family of five, two bikes, one dog and a strong wind: that is the case I design for. "
        "I prototype in plain HTML because it tells the truth sooner.",
        3,
        "Mobile apps; User research; prototypes in HTML; Accessibility",
        "prototyping in plain HTML; User research; Mobile apps",
        "Testing; Accessibility",
    ),
    Role(
        "Junior designer, hungry for feedback",
        "Studio Baken",
        "Six months into my first studio job, with a portfolio full of student work and one real timetable. "
        "I would love honest critique from people who ship things.",
        1,
        "Design systems; Mobile apps; sketching; First job",
        "fresh eyes on your onboarding; sketch notes of your talk; First job",
        "Mentoring; portfolio critique; User research",
    ),
    Role(
        "Service designer, youth care",
        "Municipality of Eelhaven",
        "Eleven letters, four desks and two portals before a family gets help: I draw that journey and then remove steps from it. "
        "Lawyers are my favourite colleagues.",
        4,
        "Public sector IT; User research; plain language; Privacy",
        "mapping a journey in one afternoon; Public sector IT; User research",
        "Privacy; Technical writing",
    ),
    Role(
        "Game artist and tools tinkerer",
        "Tiny Tern Games",
        "We are four people making a slow game about a lighthouse. I paint the fog and write the little tools that place it. "
        "Always curious how other trades build their tools.",
        2,
        "Games; Python; procedural drawing; Founding",
        "Games; portfolio critique; pixel-level feedback",
        "Founding; Pricing & sales",
    ),
)
