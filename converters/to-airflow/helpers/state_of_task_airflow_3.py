def state_of_task(task_id, ti):
    """The state of another task of the same run, or None where the run has no such task."""
    states = ti.get_task_states(
        dag_id=ti.dag_id,
        task_ids=[task_id],
        run_ids=[ti.run_id],
    )
    return states.get(ti.run_id, {}).get(task_id)
