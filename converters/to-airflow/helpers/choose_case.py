def choose_case(cases, otherwise):
    """The task ids of the first case whose condition was rendered to true."""
    for case in cases:
        if str(case["when"]).strip().casefold() == "true":
            return case["then"]
    return otherwise
