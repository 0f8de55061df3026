import { type Generated, plainText } from '../generate';
import { chance, type Data, type Mutable, pick, type Random, randomOf } from '../made';
import { MORE_SLIPS } from '../more-slips';
import { itemsOf, type Slip } from '../slip';
import { SLIPS } from '../slips';
import { makerOf } from '../workflow';
import { retyped } from './more-types';
import { type MadePlugin, type PluginFiles, pluginOf, slippedPlugin } from './plugin';
import { WIDE_SLIPS } from './slips';
import { slippedText, written } from './styles';

/** A workflow that uses more of the language than {@link Generated}: further types, styles of YAML, the types of a plugin. */
export interface WideGenerated extends Generated {
  /** The same documents in one plain style, for whoever looks for something in the text. */
  readonly plain: string;
  readonly plugin: PluginFiles | undefined;
}

/** A random workflow of boundary-layer 1.9.18 that uses all of it; about half of them have a slip. */
export function generateWide(seed: number): WideGenerated {
  const random = randomOf(seed);
  const sound = makerOf(random).documents();
  retyped(itemsOf(sound, ['before', 'operators', 'after']), random);
  const made = chance(random, 0.3) ? pluginOf(random) : undefined;
  if (made !== undefined) usePlugin(sound, made, random);
  const slips: string[] = [];
  const documents = withSlips(sound, slips, random);
  const text = written(documents, random);
  const slipped = chance(random, 0.06) ? slippedText(text, random) : { text, slip: undefined };
  if (slipped.slip !== undefined) slips.push(slipped.slip);
  const broken = made !== undefined && chance(random, 0.15) ? slippedPlugin(made, random) : undefined;
  if (broken !== undefined) slips.push(broken.slip);
  return { text: slipped.text, plain: plainText(documents), slips, plugin: (broken?.plugin ?? made)?.files };
}

function withSlips(sound: readonly Mutable[], slips: string[], random: Random): readonly Mutable[] {
  let documents = sound;
  const count = chance(random, 0.55) ? 0 : chance(random, 0.8) ? 1 : 2;
  for (let index = 0; index < count; index++) {
    const one: Slip = pick(random, chance(random, 0.5) ? WIDE_SLIPS : [...SLIPS, ...MORE_SLIPS]);
    const changed = one.apply(documents, random);
    if (changed === undefined) continue;
    documents = changed;
    slips.push(one.name);
  }
  return documents;
}

/** Some tasks, generators and resources become those of a plugin. */
function usePlugin(documents: readonly Mutable[], plugin: MadePlugin, random: Random): void {
  for (const item of itemsOf(documents, ['before', 'operators', 'after'])) {
    if (item.get('type') !== 'dummy' || !chance(random, 0.6)) continue;
    const type = pick(random, plugin.operators);
    item.set('type', type.name);
    const given = type.properties.flatMap((name): readonly (readonly [string, Data])[] =>
      chance(random, 0.6) ? [[name, valueFor(name, random)]] : [],
    );
    const further: readonly (readonly [string, Data])[] = chance(random, 0.1) ? [['more', 1]] : [];
    const own = item.get('properties');
    item.set('properties', new Map([...(own instanceof Map ? own : []), ...given, ...further]));
  }
  for (const item of itemsOf(documents, ['generators'])) {
    const [name] = plugin.generators;
    if (name === undefined || !chance(random, 0.4)) continue;
    item.set('type', name);
    const properties = pick<readonly (readonly [string, Data])[]>(random, [
      [['items', ['b', 'a']]],
      [['count', 2]],
      [
        ['items', ['a']],
        ['suffix', 'y'],
      ],
    ]);
    item.set('properties', new Map(properties));
  }
  for (const item of itemsOf(documents, ['resources'])) {
    const [name] = plugin.resources;
    if (name === undefined || !chance(random, 0.5)) continue;
    item.set('type', name);
    item.set(
      'properties',
      new Map<string, Data>(
        chance(random, 0.5)
          ? [
              ['a', 'a'],
              ['b', 'b'],
            ]
          : [],
      ),
    );
  }
}

function valueFor(name: string, random: Random): Data {
  if (name === 'wait') return pick<Data>(random, [5, 1, null, 2.5]);
  if (name === 'day' || name === 'start_date') return pick(random, ['2026-02-03', '2026-02-03', 'soon']);
  if (name === 'at') return pick(random, ['12:30', '00:05', '7']);
  if (name === 'retries' || name === 'retry_delay') return pick(random, [1, 2, 60, 61]);
  if (name === 'pool') return 'p';
  return pick<Data>(random, [
    'a',
    'abc',
    'A1',
    3,
    9,
    2.5,
    true,
    ['a'],
    ['a', 'a'],
    [1],
    [],
    new Map<string, Data>([['b', 1]]),
    new Map<string, Data>([['a', 'x']]),
    new Map<string, Data>(),
    '<<json.dumps(1)>>',
    '{{ ds }}',
  ]);
}
