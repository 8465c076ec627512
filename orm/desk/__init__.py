"""The desk: what a person does with a case. Each button is a step (orm.model.steps); one function
presses it, with who, why and when. The shell and the web add no rules.
"""
