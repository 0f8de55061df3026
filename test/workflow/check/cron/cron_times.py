"""Prints when Airflow's own timetables fire, for cron-times.txt: run it with the Python of an Airflow."""

import pendulum
from airflow.timetables.interval import CronDataIntervalTimetable

EXPRESSIONS = """* * * * *
*/15 * * * *
0 * * * *
30 * * * *
0 3 * * *
30 2 * * *
30 1 * * *
0 2,14 * * *
15 */2 * * *
0 */6 * * *
7/20 * * * *
0 0 * * 0
0 1 * * 7
0 0 1 * *
0 0 1 */3 *
0 0 1 1 *
0 9 * * 1-5
0 9 * * mon-fri
0 22 * * 5-1
5 4 1,15 * 5
0 0 */2 * 1
0 0 */1 * 1
0 0 1-7 * 1
0 0 L * *
0 0 31 * *
0 0 29 2 *
0 12 * * 1#2
0 12 * * L5
10,40 8-17 * * 1-5
0 3 * jan,jul sun
0 0 * */2 *""".splitlines()
# Around the days on which the clocks of each zone change.
STARTS = [
    ("UTC", "2026-12-31T23:59:59"),
    ("Europe/Paris", "2026-03-28T22:10:00"),
    ("Europe/Paris", "2026-10-24T21:50:00"),
    ("America/New_York", "2026-03-07T12:00:00"),
    ("America/New_York", "2026-10-31T23:30:00"),
    ("Australia/Lord_Howe", "2026-04-04T10:00:00"),
    ("Australia/Lord_Howe", "2026-10-03T10:00:30"),
    ("Asia/Kolkata", "2026-10-03T10:00:30"),
]
for expression in EXPRESSIONS:
    print(expression)
    for zone, start in STARTS:
        moment = pendulum.parse(start)
        times = []
        for _ in range(4):
            moment = CronDataIntervalTimetable(expression, zone)._get_next(moment)
            times.append(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
        print(f"  {zone} {start}Z: {' '.join(times)}")
