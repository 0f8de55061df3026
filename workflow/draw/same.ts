/** Are two values of JSON the same? What is absent is what is `undefined`. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  for (const name of Object.keys(one)) if (!isSame(ownValue(one, name), ownValue(other, name))) return false;
  for (const name of Object.keys(other)) {
    if (!Object.hasOwn(one, name) && ownValue(other, name) !== undefined) return false;
  }
  return true;
}

function ownValue(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}
