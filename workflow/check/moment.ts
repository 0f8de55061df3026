/** A date alone may lack zeros, as in boundary-layer, which reads it by `%Y-%m-%d`. */
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

const DATE_AND_TIME = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[-+](\d{2}):?(\d{2}))?$/;

const TIME = /^(\d{2}):(\d{2})(?::(\d{2}))?$/;

/** Is it a date, or a date and time, of ISO 8601 that there is? Python refuses the 30th of February when the DAG file is loaded. */
export function isMoment(text: string): boolean {
  const [, ...parts] = DATE.exec(text) ?? DATE_AND_TIME.exec(text) ?? [];
  if (parts.length === 0) return false;
  const [year = 0, month = 0, day = 0, hour, minute, second, zoneHours, zoneMinutes] = parts.map((part) =>
    Number(part ?? 0),
  );
  const isDay = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  return isDay && isOfDay(hour, minute, second) && isOfDay(zoneHours, zoneMinutes, 0);
}

/** Is it a time of day, `12:30` or `12:30:15`? */
export function isTime(text: string): boolean {
  const parts = TIME.exec(text)?.slice(1);
  if (parts === undefined) return false;
  const [hour, minute, second] = parts.map((part) => Number(part ?? 0));
  return isOfDay(hour, minute, second);
}

function isOfDay(hour = 0, minute = 0, second = 0): boolean {
  return hour < 24 && minute < 60 && second < 60;
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
