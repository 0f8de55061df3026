def route_by_state(of, success, failed, skipped, ti):
    """The task ids to go on with, by the state in which another task ended."""
    state = state_of_task(of, ti)
    if state == "success":
        return success
    if state == "failed":
        return failed
    if state == "skipped":
        return skipped
    if state == "upstream_failed":
        raise AirflowFailException(f"{of} did not run: something before it failed")
    raise AirflowFailException(f"{of} ended in no state to go by: {state}")
