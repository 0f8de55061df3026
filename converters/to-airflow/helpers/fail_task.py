def fail_task(message):
    """Fail at once, without retries."""
    raise AirflowFailException(str(message))
