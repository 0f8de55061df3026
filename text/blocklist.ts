import { RE2JS } from 're2js';

/**
 * Does one of the patterns match a name from its start, as Python's `re.match` does? All of them are tried at once, on an engine
 * that is linear whatever they are. Those that are no patterns match nothing.
 */
export function blocklistTest(patterns: readonly string[]): (name: string) => boolean {
  const all =
    compiledTogether(patterns) ?? compiledTogether(patterns.filter((one) => compiledTogether([one]) !== undefined));
  return (name) => all?.test(name) === true;
}

function compiledTogether(patterns: readonly string[]): RE2JS | undefined {
  // Nothing between the brackets would match every name.
  if (patterns.length === 0) return undefined;
  try {
    return RE2JS.compile(`^(?:${patterns.map((pattern) => `(?:${pattern})`).join('|')})`);
  } catch {
    return undefined;
  }
}
