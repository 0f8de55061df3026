import type { XmlElement, XmlPart } from '../xml/read-xml';

/** The elements from the action's own down to the one at which paths start. */
export type Ancestry = readonly [XmlElement, ...XmlElement[]];

export interface Found {
  readonly part: XmlPart;
  /** The elements between the start and the part. */
  readonly through: readonly XmlElement[];
}

/** A path of one step that is neither the place itself nor the one above. */
const plainStep = /^@?[\w-]+$/;

/** The parts that a profile's path names, in the order of the source. */
export function findParts(ancestry: Ancestry, path: string): Found[] {
  if (plainStep.test(path)) return below({ part: ancestry.at(-1) ?? ancestry[0], through: [] }, path);
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
  const found: Found[] = [];
  let way: readonly XmlElement[] | undefined;
  const add = (child: XmlPart): void => {
    way ??= [...through, part];
    found.push({ part: child, through: way });
  };
  if (step.startsWith('@')) {
    const name = step.slice(1);
    for (const attribute of part.attributes) if (attribute.name === name) add(attribute);
  } else {
    for (const child of part.children) if (child.kind === 'element' && child.name === step) add(child);
  }
  return found;
}
