/**
 * A name as workflows have them: lower case letters, digits and hyphens, beginning with a letter; a number is added where
 * the name is taken.
 */
export function uniqueName(text: string, taken: Set<string> | ReadonlySet<string>): string {
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const name = words === '' ? 'stage' : /^[a-z]/.test(words) ? words : `stage-${words}`;
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}

/** Takes a name of its own for good. */
export function takeName(text: string, taken: Set<string>): string {
  const name = uniqueName(text, taken);
  taken.add(name);
  return name;
}
