const secretName =
  /pass(?:word|wd|phrase)?(?:$|[^a-z])|passw|pwd|secret|token|credential|private.?key|api.?key|access.?key/i;

/** Does the name of a property say that its value is a secret? Such values are written nowhere. */
export function looksSecret(name: string): boolean {
  return secretName.test(name);
}

/** What stands in place of a secret. */
export const redacted = '<redacted>';
