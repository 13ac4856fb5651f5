"""The demo's event: an evening of a regional tech meetup on an invented coast."""

NAME = "Marram Coast Tech Night"
SLUG = "marram-tech-night"
PLACE = "The Rope Works, Quay 4, Eelhaven"
TIME_ZONE = "Europe/Amsterdam"
DESCRIPTION = (
    "Once a season the people who build, teach, repair and run technology along the Marram coast spend an evening together. "
    "Three short talks, long breaks, soup. Come alone, leave knowing five people worth calling."
)
ORGANISER_NAME = "Imke Haverkamp"
ORGANISER_EMAIL = "imke.haverkamp@example.org"

# Whoever types one of these words chooses the tag.
SYNONYMS = {
    "PostgreSQL": ("Postgres", "psql"),
    "TypeScript": ("TS",),
    "Java & Kotlin": ("JVM", "Spring"),
    "Data pipelines": ("ETL", "Data engineering"),
    "Machine learning": ("ML", "AI"),
    "Language models": ("LLM", "GPT"),
    "Maps & geodata": ("GIS", "OpenStreetMap"),
    "Kubernetes": ("k8s",),
    "Observability": ("Monitoring", "Tracing"),
    "Incident response": ("On-call", "SRE"),
    "Security": ("Infosec",),
    "Privacy": ("GDPR", "Data protection"),
    "Accessibility": ("a11y", "WCAG"),
    "User research": ("UX research",),
    "Technical writing": ("Documentation", "Docs"),
    "Public sector IT": ("GovTech",),
    "Founding": ("Startups",),
    "Funding": ("Fundraising", "Investors"),
    "Leading teams": ("Management",),
}

TAGS = (
    "Python",
    "TypeScript",
    "Rust",
    "Java & Kotlin",
    "PostgreSQL",
    "Data pipelines",
    "Machine learning",
    "Language models",
    "Maps & geodata",
    "Open data",
    "Kubernetes",
    "Cloud costs",
    "Observability",
    "Incident response",
    "Security",
    "Privacy",
    "Testing",
    "Software architecture",
    "Legacy systems",
    "Open source",
    "Mobile apps",
    "Accessibility",
    "Design systems",
    "User research",
    "Technical writing",
    "Embedded & firmware",
    "Electronics",
    "Robotics",
    "Energy & grids",
    "Farm & water tech",
    "Health tech",
    "Public sector IT",
    "Games",
    "Teaching",
    "Community",
    "Public speaking",
    "Remote work",
    "Product management",
    "Leading teams",
    "Mentoring",
    "Career change",
    "First job",
    "New job",
    "Founding",
    "Funding",
    "Pricing & sales",
)
