"""Interests for founders, investors and first customers; other words for one stand behind it."""

INTERESTS = """\
Angel investing = business angels
B2B sales = enterprise sales
Bootstrapping = self-funded
Branding = naming
Climate = cleantech, greentech
Co-founder search = finding a co-founder
Consumer products = B2C
Customer interviews = user research, discovery
Deep tech = spin-offs
Exits = acquisitions, M&A
Finance = accounting, CFO
First hires = recruiting
Fundraising = pitching, raising money
Growth = user acquisition
Hardware = manufacturing, prototyping
Health = healthtech, medtech
Impact = social enterprise
Intellectual property = patents, trademarks
Legal = contracts, incorporation
Marketing = content, SEO
Marketplaces = platforms
Mentoring = advisors
Pilot customers = design partners
Pricing = business models
Product = product management, MVP
Public funding = grants
SaaS = software as a service
Venture capital = VC
"""
