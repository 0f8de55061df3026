/** Seconds by the unit in which a person writes a duration. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['sec', 1],
  ['second', 1],
  ['m', 60],
  ['min', 60],
  ['minute', 60],
  ['h', 3_600],
  ['hr', 3_600],
  ['hour', 3_600],
  ['d', 86_400],
  ['day', 86_400],
]);

const WORDS = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i;
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const CLOCK = /^(\d{1,2}):(\d{2}):(\d{2})$/;

/** The seconds of a duration that is written in another way: `5m`, `2 hours`, `PT1H30M`, `00:05:00`; else nothing. */
export function secondsOf(text: string): number | undefined {
  const [, amount, unit = ''] = WORDS.exec(text) ?? [];
  if (amount !== undefined) {
    const known = UNITS.get(unit.toLowerCase()) ?? UNITS.get(unit.toLowerCase().replace(/s$/, ''));
    return known === undefined ? undefined : Number(amount) * known;
  }
  const [iso, days = '0', hours = '0', minutes = '0', seconds = '0'] = ISO.exec(text) ?? [];
  if (iso !== undefined && /\d/.test(iso))
    return Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  const clock = CLOCK.exec(text);
  return clock === null ? undefined : Number(clock[1]) * 3_600 + Number(clock[2]) * 60 + Number(clock[3]);
}
