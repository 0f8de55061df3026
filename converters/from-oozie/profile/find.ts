import type { XmlElement, XmlPart } from '../xml/read-xml';

/** The elements from the action's own down to the one at which paths start. */
export type Ancestry = readonly [XmlElement, ...XmlElement[]];

export interface Found {
  readonly part: XmlPart;
  /** The elements between the start and the part. */
  readonly through: readonly XmlElement[];
}

/** The parts that a profile's path names, in the order of the source. */
export function findParts(ancestry: Ancestry, path: string): Found[] {
  const steps = path.split('/');
  let from: readonly XmlElement[] = ancestry;
  while (steps[0] === '..' && from.length > 1) {
    steps.shift();
    from = from.slice(0, -1);
  }
  const start = from.at(-1) ?? ancestry[0];
  let found: Found[] = [{ part: start, through: [] }];
  for (const step of steps) {
    if (step === '.') continue;
    found = found.flatMap((place) => below(place, step));
  }
  return found;
}

function below({ part, through }: Found, step: string): Found[] {
  if (part.kind !== 'element') return [];
  const parts: readonly XmlPart[] = step.startsWith('@')
    ? part.attributes.filter((candidate) => candidate.name === step.slice(1))
    : part.children.filter((candidate) => candidate.kind === 'element' && candidate.name === step);
  return parts.map((child) => ({ part: child, through: [...through, part] }));
}
