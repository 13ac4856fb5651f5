"""Interests for a research meeting; other words for one stand behind it."""

INTERESTS = """\
Causal inference = causality
Citizen science = public participation
Clinical trials = RCTs
Computational methods = simulation, modelling
Data sharing = open data, FAIR data
Early career = PhD, postdoc
Experimental design = study design
Field work = fieldwork
Funding = grants, grant writing
Imaging = microscopy, MRI
Industry partnerships = technology transfer
Interdisciplinary work = interdisciplinarity
Lab methods = wet lab, protocols
Machine learning = ML, deep learning
Measurement = instruments
Mentoring = supervision
Meta-analysis = systematic reviews
Open access = preprints
Peer review = refereeing
Policy advice = science policy
Public engagement = science communication, outreach
Qualitative methods = interviews, ethnography
Replication = reproducibility
Research ethics = ethics
Research software = scientific computing, RSE
Statistics = Bayesian methods
Teaching = course design
"""
