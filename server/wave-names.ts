import type { FileOutline } from '../workflow/check';
import { parseSelection, placeInWave, type Term, wavesOf } from '../workflow/select';
import type { NameUse } from './names';

/** The nodes, resources, images and documents that the selections of waves name outright; patterns name nothing alone. */
export function* waveNames({ file, documents }: FileOutline): Generator<NameUse> {
  const [primary] = documents;
  if (primary === undefined) return;
  for (const wave of wavesOf(file)) {
    const written = file.text.slice(
      wave.entry.offset + wave.selectScalar.start,
      wave.entry.offset + wave.selectScalar.end,
    );
    // Of a text with escapes or line breaks it is not known where its words stand.
    if (wave.selectScalar.from !== undefined || !written.includes(wave.select)) continue;
    for (const term of parseSelection(wave.select).selection.flat()) {
      if (/[*?[]/.test(term.pattern)) continue;
      const start = term.range.start + patternStart(term, wave.select);
      const use = (
        name: string,
        at: number,
      ): Pick<NameUse, 'name' | 'range' | 'written' | 'spelling' | 'definition'> => {
        const range = placeInWave(file, wave, { start: start + at, end: start + at + name.length });
        return { name, range, written: range, spelling: 'selection', definition: false };
      };
      if (term.method === 'image') yield { ...use(term.pattern, 0), kind: 'image', scope: undefined };
      if (term.method === 'resource') yield { ...use(term.pattern, 0), kind: 'resource', scope: primary };
      if (term.method !== 'name') continue;
      yield* nodesOf(term.pattern, documents, use);
    }
  }
}

type Use = (name: string, at: number) => Pick<NameUse, 'name' | 'range' | 'written' | 'spelling' | 'definition'>;

/** `load` is a node of the first document, `copies.load` one of another. */
function* nodesOf(pattern: string, documents: FileOutline['documents'], use: Use): Generator<NameUse> {
  for (const scope of documents) {
    const prefix = `${scope.document.name ?? ''}.`;
    const isShort = scope.primary && scope.byName.has(pattern);
    const isLong = pattern.startsWith(prefix) && scope.byName.has(pattern.slice(prefix.length));
    if (!isShort && !isLong) continue;
    const name = isShort ? pattern : pattern.slice(prefix.length);
    const section = scope.byName.get(name)?.[0]?.section;
    const kind = section === 'resources' ? 'resource' : 'node';
    yield { ...use(name, isShort ? 0 : prefix.length), kind, scope };
    if (!isShort && !scope.primary) {
      yield { ...use(scope.document.name ?? '', 0), kind: 'document', scope: undefined };
    }
    return;
  }
}

/** Where in a term its pattern begins: behind `2+`, `@` and the method. */
function patternStart({ range, pattern }: Term, select: string): number {
  const text = select.slice(range.start, range.end);
  const [leading = ''] = /^(?:@|\d*\+)?(?:[a-z]+:)?/.exec(text) ?? [];
  return text.startsWith(pattern, leading.length) ? leading.length : text.indexOf(pattern);
}
