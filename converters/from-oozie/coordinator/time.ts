const minute = 60_000;

/**
 * A date of a coordinator as milliseconds since 1970 UTC: `2026-01-01T03:00Z`, or with an offset (`+0530`) where Oozie runs in
 * another zone; `24:00` is the next midnight (Oozie 5.2 coordinator specification, §4.1). Nothing where it is none.
 */
export function parseInstant(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?:Z|([+-])(\d\d):?(\d\d))$/.exec(text.trim());
  if (match === null) return undefined;
  const [year, month, date, hour, minutes] = match.slice(1, 6).map(Number) as [number, number, number, number, number];
  if (month < 1 || month > 12 || date < 1 || date > 31 || hour > 24 || minutes > 59) return undefined;
  const offset = match[6] === undefined ? 0 : (Number(match[7]) * 60 + Number(match[8])) * (match[6] === '-' ? -1 : 1);
  return Date.UTC(year, month - 1, date, hour, minutes) - offset * minute;
}

/** `2026-01-01T03:00:00Z` */
export function isoInstant(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

const namesOfUtc = /^(?:utc|gmt|universal|zulu|etc\/(?:utc|gmt|universal|zulu))$/i;

/** The IANA name of a zone, one name for UTC; nothing where the zone is not known. */
export function zoneName(text: string): string | undefined {
  const name = text.trim();
  if (namesOfUtc.test(name)) return 'UTC';
  if (!/^[A-Za-z]+(?:\/[A-Za-z_+-]+)+$/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone === '' ? undefined : name;
  } catch {
    return undefined;
  }
}

/** What the clock on the wall of a zone shows at an instant, as milliseconds without any zone. */
export function wallClock(instant: number, zone: string): number {
  if (zone === 'UTC') return instant;
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const parts = new Map(format.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
}

/** The instant at which the clock on the wall shows a time; where it is skipped or shown twice, one near it. */
export function instantOfWallClock(wall: number, zone: string): number {
  const guess = wall - (wallClock(wall, zone) - wall);
  return wall - (wallClock(guess, zone) - guess);
}
