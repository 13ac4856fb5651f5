"""Interests for a tech meetup; other words for one stand behind it."""

INTERESTS = """\
Accessibility = a11y
API design = REST, GraphQL
Backend = server side
Cloud = AWS, Azure, GCP
Code review = pull requests
Databases = SQL, PostgreSQL, Postgres
Data engineering = pipelines, ETL
Developer tools = tooling, DX
DevOps = CI, continuous delivery
Embedded systems = firmware, microcontrollers
Finding a first job = junior roles
Frontend = CSS, browsers
Hiring = recruiting
Infrastructure = Kubernetes, k8s
Machine learning = ML, AI
Mentoring = coaching
Mobile apps = iOS, Android
Observability = monitoring, logging
Open source = free software, FOSS
Performance = profiling
Privacy = data protection, GDPR
Product management = roadmaps
Python = Django, Flask
Rust
Security = infosec, appsec
Technical writing = documentation
Testing = QA
TypeScript = JavaScript, JS
"""
