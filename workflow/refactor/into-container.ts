import { findType } from '../../schemas';
import type { TextEdit } from '../../text/diagnostic';
import { imagesOf } from '../plan/expand/images';
import { absolute, asText, type DocumentItem, pairOf, type YamlMapping, type YamlNode, type YamlPair } from '../read';
import { addPair, type EditedText } from '../select/edit-list';
import { lineBreakOf, lineStart } from '../select/lines';
import { writeText } from '../write/scalar';
import { allOf, inFlow, isFlow, withoutPair, withoutPairs } from './edit-mapping';
import type { RefactorInput, Refactoring } from './refactoring';

/** What the neutral type calls the arguments of a backend's operator, where values are the same. */
const NAMES: Readonly<Record<'docker' | 'kubernetes', ReadonlyMap<string, string>>> = {
  docker: new Map([
    ['entrypoint', 'entrypoint'],
    ['command', 'command'],
    ['environment', 'env'],
    ['working_dir', 'working_dir'],
    ['user', 'user'],
    ['labels', 'labels'],
  ]),
  kubernetes: new Map([
    ['cmds', 'entrypoint'],
    ['arguments', 'command'],
    ['env_vars', 'env'],
    ['labels', 'labels'],
  ]),
};

/**
 * Makes a task of type `docker`, `kubernetes` or `bash` a `container`, which the environment places. What only the old
 * operator understands goes to `backends`; of `bash` an image has to be chosen, so there is one proposal for each.
 */
export function intoContainer(input: RefactorInput, item: DocumentItem): readonly Refactoring[] {
  const type = pairOf(item.map, 'type')?.value;
  const name = asText(type);
  const operator = name === undefined ? undefined : findType(input.options.catalogue, name.text);
  const isTask = item.section === 'operators' || item.section === 'before' || item.section === 'after';
  if (name === undefined || operator === undefined || name.from !== undefined || !isTask) return [];
  if (input.outline.format === undefined || !isNear(input, item, name)) return [];
  const properties = pairOf(item.map, 'properties');
  if (properties?.value.kind !== 'mapping' || properties.value.from !== undefined) return [];
  const part: Part = {
    at: { text: input.file.text, offset: item.offset },
    item,
    properties,
    map: properties.value,
    retyped: { range: absolute(item, name), text: 'container' },
  };
  if (operator.name === 'bash') return ofBash(input, part);
  return operator.name === 'docker' || operator.name === 'kubernetes' ? ofBackend(input, part, operator.name) : [];
}

/** Is the type, or the head of the item, what is selected? */
function isNear({ selected }: RefactorInput, item: DocumentItem, type: YamlNode): boolean {
  const { start, end } = absolute(item, { start: item.map.start, end: type.end });
  return start <= selected.end && selected.start <= end;
}

interface Part {
  readonly at: EditedText;
  readonly item: DocumentItem;
  readonly properties: YamlPair;
  readonly map: YamlMapping;
  readonly retyped: TextEdit;
}

const TITLE = 'Turn into a container, which the environment places';

function ofBackend(
  { options }: RefactorInput,
  { at, item, properties, map, retyped }: Part,
  backend: 'docker' | 'kubernetes',
): readonly Refactoring[] {
  const names = NAMES[backend];
  const { baseParameters } = options.catalogue;
  const image = pairOf(map, 'image');
  const kept = map.pairs.filter(({ key }) => names.has(key.text) || baseParameters.has(key.text));
  const special = map.pairs.filter((pair) => pair !== image && !kept.includes(pair));
  const hasImage = pairOf(item.map, 'image') !== undefined || image !== undefined;
  if (!hasImage || pairOf(item.map, 'backends') !== undefined || !kept.every((pair) => fits(pair, names))) return [];
  const renamed = kept.flatMap(({ key, value }): readonly TextEdit[] => {
    const name = names.get(key.text);
    const words = name === 'command' || name === 'entrypoint' ? wordsOf(value) : undefined;
    return [
      ...(name === undefined || name === key.text ? [] : [{ range: absolute(item, key), text: name }]),
      ...(words === undefined
        ? []
        : [{ range: absolute(item, value), text: `[${words.map((word) => writeText(word, 'flow')).join(', ')}]` }]),
    ];
  });
  const gone = new Set([...special, ...(image === undefined ? [] : [image])]);
  const imageText = image === undefined ? undefined : inFlow(at, image.value);
  const specific = special.length === 0 ? undefined : inFlow(at, { ...map, pairs: special });
  if ((image !== undefined && imageText === undefined) || (special.length > 0 && specific === undefined)) return [];
  const added = [
    ...(imageText === undefined ? [] : [`image: ${imageText}`]),
    ...(specific === undefined ? [] : [`backends: {${backend}: ${specific}}`]),
  ];
  const rest = withoutOrWhole(at, item, properties, map, gone, renamed, names);
  const edits = allOf([retyped], rest, addedPairs(at, item, added));
  return edits === undefined ? [] : [{ title: TITLE, kind: 'rewrite', edits }];
}

/** Takes pairs out and renames others; a mapping in braces is written anew. */
function withoutOrWhole(
  at: EditedText,
  item: DocumentItem,
  properties: YamlPair,
  map: YamlMapping,
  gone: ReadonlySet<YamlPair>,
  renamed: readonly TextEdit[],
  names: ReadonlyMap<string, string>,
): readonly TextEdit[] | undefined {
  if (gone.size === map.pairs.length) return withoutPair(at, item.map, properties);
  if (gone.size === 0 || !isFlow(at, map)) return allOf(renamed, withoutPairs(at, map, gone));
  const pairs = map.pairs.filter((pair) => !gone.has(pair));
  const texts = pairs.map(({ key, value }) => {
    const name = names.get(key.text) ?? key.text;
    const words = name === 'command' || name === 'entrypoint' ? wordsOf(value) : undefined;
    const text =
      words === undefined ? inFlow(at, value) : `[${words.map((word) => writeText(word, 'flow')).join(', ')}]`;
    return text === undefined ? undefined : `${name}: ${text}`;
  });
  if (texts.includes(undefined)) return undefined;
  return [{ range: absolute(item, map), text: `{${texts.join(', ')}}` }];
}

/** Can a value be that of the neutral vocabulary? */
function fits({ key, value }: YamlPair, names: ReadonlyMap<string, string>): boolean {
  const name = names.get(key.text);
  if (name === undefined) return true;
  if (name === 'command' || name === 'entrypoint') return value.kind === 'list' || wordsOf(value) !== undefined;
  if (name === 'env' || name === 'labels') return value.kind === 'mapping';
  return value.kind === 'scalar';
}

/** A command that is text as a list, where nothing in it has a meaning for a shell. */
function wordsOf(value: YamlNode): readonly string[] | undefined {
  const text = asText(value);
  if (text === undefined || text.from !== undefined || !/^[\w./:=@%+, -]+$/.test(text.text)) return undefined;
  return text.text.trim().split(/\s+/);
}

/** More proposals than these are no help. */
const MOST_IMAGES = 5;

const OF_BASH: ReadonlyMap<string, string> = new Map([
  ['bash_command', 'command'],
  ['env', 'env'],
  ['cwd', 'working_dir'],
]);

function ofBash({ file, options }: RefactorInput, { at, item, map, retyped }: Part): readonly Refactoring[] {
  const command = pairOf(map, 'bash_command');
  const text = asText(command?.value);
  const { baseParameters } = options.catalogue;
  const isKnown = map.pairs.every(({ key }) => OF_BASH.has(key.text) || baseParameters.has(key.text));
  // A command that ends so is the name of a file with the script.
  if (
    command === undefined ||
    text === undefined ||
    text.from !== undefined ||
    !isKnown ||
    /\.(?:sh|bash)$/.test(text.text)
  )
    return [];
  const renamed = map.pairs.flatMap(({ key }) => {
    const name = key.text === 'bash_command' ? undefined : OF_BASH.get(key.text);
    return name === undefined || name === key.text ? [] : [{ range: absolute(item, key), text: name }];
  });
  const script = scriptOf(at, map, command, text.text);
  const images = [...imagesOf(file, options).keys()].slice(0, MOST_IMAGES);
  return images.flatMap((image): readonly Refactoring[] => {
    const edits = allOf([retyped], renamed, script, addedPairs(at, item, [`image: ${writeText(image, 'flow')}`]));
    return edits === undefined
      ? []
      : [{ title: `Turn into a container that runs it in the image "${image}"`, kind: 'rewrite', edits }];
  });
}

/** The command as what `bash -c` is given; a script of several lines stays as it is laid out. */
function scriptOf(
  at: EditedText,
  map: YamlMapping,
  { key, value }: YamlPair,
  text: string,
): readonly TextEdit[] | undefined {
  const start = at.offset + key.start;
  const isBlock = /[|>]/.test(at.text.charAt(at.offset + value.start));
  if (!isBlock || isFlow(at, map)) {
    const whole = { start, end: at.offset + value.end };
    return [{ range: whole, text: `entrypoint: [bash, -c], command: [${writeText(text, 'flow')}]` }].map((edit) =>
      isFlow(at, map) ? edit : { ...edit, text: edit.text.replace('], command', `]${margin(at, start)}command`) },
    );
  }
  return [
    {
      range: { start, end: at.offset + value.start },
      text: `entrypoint: [bash, -c]${margin(at, start)}command:${margin(at, start)}- `,
    },
  ];
}

/** A new line at the indentation of an offset. */
function margin({ text }: EditedText, offset: number): string {
  return `${lineBreakOf(text)}${' '.repeat(offset - lineStart(text, offset))}`;
}

/** Adds pairs behind the type of an item, in one edit. */
function addedPairs(at: EditedText, item: DocumentItem, pairs: readonly string[]): readonly TextEdit[] | undefined {
  const [first, ...others] = pairs;
  if (first === undefined) return [];
  const [key = '', ...value] = first.split(': ');
  const edits = addPair(at, item.map, key, value.join(': '));
  const [edit] = edits ?? [];
  if (edit === undefined) return undefined;
  const separator = edit.text.slice(0, edit.text.indexOf(key));
  return [{ ...edit, text: edit.text + others.map((pair) => separator + pair).join('') }];
}
