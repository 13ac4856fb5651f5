"""People whose work can be dropped on a foot."""

from matchmaker.domain.demo.role import Role

ROLES = (
    Role(
        "Firmware developer, sensors under water",
        "Meetpaal Systems",
        "My code runs for ten years on one battery at the bottom of a canal, and updating it needs a diver. "
        "So I test a great deal before it gets wet.",
        3,
        "Embedded & firmware; Farm & water tech; Rust; Testing",
        "Embedded & firmware; saving the last microampere; Farm & water tech",
        "Rust; Testing; a gentle start in Rust",
    ),
    Role(
        "Builds synthesisers in a former net loft",
        "Toonladder Instruments",
        "Eight knobs, no screen, a waiting list of five months. "
        "I design boards, write firmware and pack boxes, and would like to hire the person who is better at two of these.",
        4,
        "Electronics; Embedded & firmware; Founding; Pricing & sales",
        "getting a board made in small numbers; First job; Electronics",
        "firmware that survives salt air; Pricing & sales; Leading teams",
    ),
    Role(
        "Robotics engineer, greenhouse harvesting",
        "Glasland Robotics",
        "Our arm picks peppers at night and is gentler than my uncle. "
        "I work on grasping, which is mostly about knowing when to give up and try the next one.",
        3,
        "Robotics; Machine learning; Farm & water tech; Embedded & firmware",
        "Robotics; a workshop to observe; Machine learning",
        "Design systems; Embedded & firmware; Testing",
    ),
    Role(
        "Electrician learning to program heat pumps",
        "Warmtewerk",
        "Twenty years of fuse boxes, and now the boxes have an interface. "
        "I read logs on a ladder and want to write the scripts myself instead of waiting for the helpdesk.",
        3,
        "Energy & grids; Career change; Python; Observability",
        "what installers need on a ladder; Energy & grids",
        "Python; Career change; API design reviews",
    ),
    Role(
        "Makes e-paper signs for bus stops",
        "Papierlicht",
        "A sign that draws less power than a wristwatch, readable in the low sun of February. "
        "We have ninety in the wild and each comes home with a different kind of beetle.",
        3,
        "Electronics; Accessibility; Public sector IT; Embedded & firmware",
        "someone who builds for e-paper; Electronics; Embedded & firmware",
        "choosing a typeface that can be read; Funding; Public sector IT",
    ),
    Role(
        "Test engineer for ship electronics",
        "Strandvogel Marine",
        "I shake, freeze and salt-spray bridge computers until they confess. "
        "Software people are welcome to bring devices; I enjoy breaking things for a good cause.",
        4,
        "Testing; Electronics; Embedded & firmware; Python",
        "Testing; Embedded & firmware; salt-proof electronics",
        "Data pipelines; Python",
    ),
    Role(
        "Hardware hacker, open satellites receiver",
        "Polytechnic Eelhaven",
        "With a coat hanger and a cheap radio we receive weather pictures from orbit in the school yard. "
        "By day I run the electronics lab and lend out oscilloscopes.",
        4,
        "Electronics; Open source; Teaching; Community",
        "Electronics; an oscilloscope on loan; Open source",
        "Robotics; guest teachers on Wednesdays; Community",
    ),
    Role(
        "Battery engineer, second lives for packs",
        "Samenstroom",
        "Retired bus batteries become storage for a street. "
        "I measure which cells still want to work and write the software that is kind to them.",
        3,
        "Energy & grids; Embedded & firmware; Electronics; Machine learning",
        "Energy & grids; judging a used battery; Electronics",
        "Security; forecasting with few features; Open source",
    ),
    Role(
        "Prosthetics maker and CAD scripter",
        "Handwerk Clinic",
        "I script hands: one parametric model, three hundred people, no two alike. "
        "Children want colours, adults want zips to work, and both are right.",
        3,
        "Health tech; Electronics; Python; Accessibility",
        "3D printing for the body; Health tech; Python",
        "Robotics; Accessibility; User research",
    ),
)
