/** Why a pattern of files can hardly match one, for the rest of a sentence; nothing where it can. */
export function whyNoPattern(pattern: string): string | undefined {
  if (pattern.startsWith('/'))
    return 'patterns are relative to the folder of this file, with no "/" at their beginning';
  if (/^[A-Za-z]:[\\/]|^\.\.\//.test(pattern))
    return 'patterns are relative to the folder of this file, and lead nowhere else';
  if (/\\[\w*]/.test(pattern)) return 'between the parts of a pattern stands "/"';
  if (isUneven(pattern, '{', '}')) return 'a "{" or "}" of it has no partner';
  return isUneven(pattern, '[', ']') ? 'a "[" or "]" of it has no partner' : undefined;
}

function isUneven(pattern: string, open: string, close: string): boolean {
  return pattern.split(open).length !== pattern.split(close).length;
}
