def required_variable(name):
    """The value of an environment variable that the DAG cannot do without."""
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"set the environment variable {name}: this DAG needs it")
    return value
