import { RE2JS } from 're2js';

/**
 * Does one of the patterns match a name from its start, as Python's `re.match` does? All of them are tried at once, on an engine
 * that is linear whatever they are.
 */
export function blocklistTest(patterns: readonly RE2JS[]): (name: string) => boolean {
  if (patterns.length === 0) return () => false;
  const all = RE2JS.compile(`^(?:${patterns.map((pattern) => `(?:${pattern.pattern()})`).join('|')})`);
  return (name) => all.test(name);
}
