import type { ProviderSource } from './provider-classes';

/** The files of `schemas/providers/` as two: a text that is read at start, and one that is read by block. */
export interface ProviderPack {
  /** JSON: the index, and of each block the place in the other text. */
  readonly head: string;
  /** The blocks, one after the other; ASCII, so that an offset is the same in bytes and in characters. */
  readonly blocks: string;
}

interface Head {
  readonly index: string;
  /** Block → where it starts and how long it is. */
  readonly places: Readonly<Record<string, readonly [start: number, length: number]>>;
}

/** Blocks that are files of their own; all other blocks are modules. */
const WHOLE_FILES = ['changes', 'moved', 'airflow-2.11'] as const;

interface ProviderFile {
  readonly classes: Readonly<Record<string, unknown>>;
}

/** Packs the files of `schemas/providers/` (name → text). */
export function packProviders(files: ReadonlyMap<string, string>): ProviderPack {
  const blocks = new Map<string, string>(
    WHOLE_FILES.map((name) => [name, asciiJson(JSON.parse(files.get(`${name}.json`) ?? '{}'))]),
  );
  for (const [name, text] of files) {
    if (name === 'index.json' || WHOLE_FILES.some((whole) => name === `${whole}.json`)) continue;
    for (const [module, classes] of modulesOf(text)) blocks.set(module, asciiJson(classes));
  }
  const places: Record<string, readonly [number, number]> = {};
  let text = '';
  for (const [name, block] of blocks) {
    places[name] = [text.length, block.length];
    text += `${block}\n`;
  }
  const head: Head = { index: JSON.stringify(JSON.parse(files.get('index.json') ?? '{}')), places };
  return { head: JSON.stringify(head), blocks: text };
}

/** A pack as it is read. `readBlocks` gives the text of blocks; it is called once, when the first block is needed. */
export function openPack(head: string, readBlocks: () => string): ProviderSource {
  const { index, places }: Head = JSON.parse(head);
  let blocks: string | undefined;
  return {
    index,
    read: (block) => {
      const place = places[block];
      if (place === undefined) return '{}';
      blocks ??= readBlocks();
      return blocks.slice(place[0], place[0] + place[1]);
    },
  };
}

/** The files of `schemas/providers/` themselves, each read when first needed: for running from the source. */
export function openFiles(read: (name: string) => string): ProviderSource {
  const index = read('index.json');
  const owners = new Map<string, string>();
  const { providers }: { readonly providers: Readonly<Record<string, { readonly modules: object }>> } =
    JSON.parse(index);
  for (const [provider, { modules }] of Object.entries(providers)) {
    for (const module of Object.keys(modules)) owners.set(module, provider);
  }
  const known = new Map<string, ReadonlyMap<string, object>>();
  return {
    index,
    read: (block) => {
      const provider = owners.get(block);
      if (provider === undefined) return WHOLE_FILES.some((name) => name === block) ? read(`${block}.json`) : '{}';
      const modules = known.get(provider) ?? modulesOf(read(`${provider}.json`));
      known.set(provider, modules);
      return JSON.stringify(modules.get(block) ?? {});
    },
  };
}

/** Module → class path → facts. */
function modulesOf(text: string): ReadonlyMap<string, Record<string, unknown>> {
  const { classes }: ProviderFile = JSON.parse(text);
  const modules = new Map<string, Record<string, unknown>>();
  for (const [path, facts] of Object.entries(classes)) {
    const module = path.slice(0, path.lastIndexOf('.'));
    const known = modules.get(module) ?? {};
    known[path] = facts;
    modules.set(module, known);
  }
  return modules;
}

function asciiJson(value: unknown): string {
  const escaped = (found: string): string => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[\u0080-\uffff]/g, escaped);
}
