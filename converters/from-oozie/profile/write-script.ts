import { looksSecret } from '../../secret';
import { converted, settle } from '../account';
import { childElement, childElements, sourceText } from '../conversion';
import { concatTemplates, constantText, type Template, textTemplate } from '../el/template';
import {
  commandLine,
  noVariables,
  remoteWord,
  type ShellVariables,
  shellWord,
  shellWords,
  spacedWords,
} from '../shell';
import { type ActionProperty, matchesAny } from './action-properties';
import {
  type Application,
  applicationPath,
  hidden,
  holdAll,
  prefixed,
  secretTemplate,
  unreadFiles,
  unreadJobXml,
  use,
  valueTemplate,
  withCluster,
  withGlobals,
} from './application';
import { type Ancestry, findParts } from './find';
import { hdfsPath, linkName, octalMode } from './hdfs-file';
import type {
  AddedProperty,
  ConfigurationLine,
  PropertiesWord,
  ScriptLine,
  ValueWord,
  Word,
  WordsLine,
} from './profile';

export interface Script {
  readonly lines: readonly string[];
  readonly variables: ShellVariables;
}

/** The command lines of an action, and the values that reach them as variables of the shell. */
export function writeScript(application: Application): Script {
  const variables = noVariables();
  const lines = (application.rule.script ?? []).flatMap((line) => scriptLines(application, line, variables));
  return { lines, variables };
}

function scriptLines(application: Application, line: ScriptLine, variables: ShellVariables): string[] {
  const { element } = application.source;
  if ('children' in line) {
    const parent = line.in === undefined ? element : childElement(element, line.in);
    if (parent === undefined) return [];
    settle(application.conversion.ledger, parent, converted);
    return childElements(parent).flatMap((child) => {
      const words = Object.hasOwn(line.children, child.name) ? line.children[child.name] : undefined;
      if (words === undefined) return [];
      use(application, { part: child, through: [] });
      return linesOf(words).flatMap(({ words: parts, where }) =>
        holdAll(application, [element, child], where)
          ? [commandLine(writeWords(application, [element, child], parts, variables))]
          : [],
      );
    });
  }
  if ('each' in line) {
    const places =
      line.each === unreadJobXml ? unreadFiles(application) : findParts([element], line.each).map(({ part }) => part);
    return places.flatMap((part) =>
      part.kind === 'element' ? [commandLine(writeWords(application, [element, part], line.words, variables))] : [],
    );
  }
  if (!holdAll(application, [element], line.where)) return [];
  if ('lines' in line) return line.lines.trimEnd().split('\n');
  if ('configuration' in line) return writeConfiguration(application, line, variables);
  return [commandLine(writeWords(application, [element], line.words, variables))];
}

function linesOf(words: readonly Word[] | readonly WordsLine[]): readonly WordsLine[] {
  const isLine = (part: Word | WordsLine): part is WordsLine => typeof part === 'object' && 'words' in part;
  const lines: readonly (Word | WordsLine)[] = words;
  return lines.every(isLine) ? lines : [{ words: lines.filter((part) => !isLine(part)) as readonly Word[] }];
}

/** A function of the shell that prints a property with what XML wants escaped, and its calls. */
function writeConfiguration(
  application: Application,
  { configuration: file, also = [] }: ConfigurationLine,
  variables: ShellVariables,
): string[] {
  const properties = withCluster(application).map((property) => {
    application.used.push(...(property.part === undefined ? [] : [property.part]));
    return `  property ${shellWord(textTemplate(property.name), variables)} ${shellWord(property.value, variables)}`;
  });
  return [
    'property() {',
    `  printf '<property><name>%s</name><value>%s</value></property>\\n' "$1" "$(printf %s "$2" | sed 's/&/\\&amp;/g; s/</\\&lt;/g')"`,
    '}',
    '{',
    "  echo '<configuration>'",
    ...properties,
    ...also.flatMap((added) => addedProperty(application, added, variables)),
    "  echo '</configuration>'",
    `} > ${file}`,
  ];
}

function addedProperty(application: Application, added: AddedProperty, variables: ShellVariables): string[] {
  const { element } = application.source;
  const values =
    'shell' in added
      ? [added.shell]
      : writeValues(
          application,
          [element],
          { value: added.value, ...(added.as === undefined ? {} : { as: added.as }) },
          variables,
        );
  return values.map((value) => `  property ${added.name} ${value}`);
}

/** The parts of a command line: what stands on a line of its own where the command is long. */
function writeWords(
  application: Application,
  ancestry: Ancestry,
  words: readonly Word[],
  variables: ShellVariables,
): string[] {
  const parts: string[] = [];
  let glued = false;
  for (const word of words) {
    if (typeof word === 'object' && ('value' in word || 'properties' in word)) {
      const values =
        'value' in word
          ? writeValues(application, ancestry, word, variables)
          : writeProperties(application, word, variables);
      parts.push(...values);
      glued = glued && values.length === 0;
      continue;
    }
    const fixed = fixedText(application, ancestry, word, variables);
    if (fixed !== '') {
      const last = glued ? parts.pop() : undefined;
      parts.push(last === undefined ? fixed : `${last} ${fixed}`);
      glued = true;
    }
  }
  return parts;
}

function fixedText(
  application: Application,
  ancestry: Ancestry,
  word: Exclude<Word, ValueWord | PropertiesWord>,
  variables: ShellVariables,
): string {
  if (typeof word === 'string') return word;
  if ('text' in word) return holdAll(application, ancestry, word.where) ? word.text : '';
  return shellWord(concatTemplates([applicationPath(application), textTemplate(`/${word.application}`)]), variables);
}

function writeProperties(application: Application, word: PropertiesWord, variables: ShellVariables): string[] {
  const chosen = withCluster(application).filter(
    ({ name }) => (word.only === undefined || matchesAny(name, word.only)) && !matchesAny(name, word.except ?? []),
  );
  return chosen.map((property) => {
    application.used.push(...(property.part === undefined ? [] : [property.part]));
    const text = shellWord(word.bare === true ? property.value : pair(word, property), variables);
    return word.option === undefined ? text : `${word.option} ${text}`;
  });
}

function pair({ prefix }: PropertiesWord, { name, value }: ActionProperty): Template {
  return concatTemplates([textTemplate(`${prefix ?? ''}${name}=`), value]);
}

function writeValues(
  application: Application,
  ancestry: Ancestry,
  word: ValueWord,
  variables: ShellVariables,
): string[] {
  if (!holdAll(application, ancestry, word.where)) return [];
  const all = withGlobals(application, word.value, findParts(ancestry, word.value));
  const found = word.as === 'first' ? all.slice(0, 1) : word.as === 'others' ? all.slice(1) : all;
  const templates = found.map((place, index) => {
    use(application, place);
    if (word.as === 'secret') return secretTemplate(application, place.part, 'password');
    const template = valueTemplate(application, place.part);
    const before = found[index - 1]?.part;
    const follows = before !== undefined && /^--?password$/.test(sourceText(before).trim());
    if (follows && constantText(template) !== undefined) return hidden(application, place.part, 'password');
    return withoutSecret(application, place.part, template);
  });
  const quoted = quoteAll(
    application,
    templates.map((template) => prefixed(word.prefix, template)),
    word,
    variables,
  );
  return quoted.map((text) => (word.option === undefined ? text : `${word.option} ${text}`));
}

/** A literal secret in `NAME=value` becomes a parameter. */
function withoutSecret(application: Application, part: Parameters<typeof hidden>[1], template: Template): Template {
  const constant = constantText(template);
  const equals = constant?.indexOf('=') ?? -1;
  const isVariable = part.kind === 'element' && part.name === 'env-var';
  if (constant === undefined || equals < 1 || !isVariable || !looksSecret(constant.slice(0, equals))) return template;
  const name = constant.slice(0, equals);
  return constant.length === equals + 1
    ? template
    : concatTemplates([textTemplate(`${name}=`), hidden(application, part, name)]);
}

function quoteAll(
  application: Application,
  templates: readonly Template[],
  word: ValueWord,
  variables: ShellVariables,
): string[] {
  const home = (): Template => applicationPath(application);
  const spaced = (): string[][] =>
    templates.map((template) => spacedWords(hideAfterPassword(application, template), variables));
  switch (word.as) {
    case 'words':
    case 'quoted-words':
      return templates.map((template) => shellWords(template, variables, word.as === 'quoted-words').join(' '));
    case 'spaced-words':
      return spaced().flat();
    case 'first-word':
      return spaced().map(([first]) => first ?? "''");
    case 'other-words':
      return spaced().flatMap(([, ...others]) => others);
    case 'remote-word':
      return templates.map((template) => remoteWord(template, variables));
    case 'mode':
      return templates.map((template) => shellWord(octalMode(template), variables));
    case 'path':
      return templates.map((template) => shellWord(hdfsPath(template, home), variables));
    case 'link':
      return templates.map((template) => linkName(template, variables));
    case 'paths': {
      const paths = templates.map((template) => hdfsPath(template, home, true));
      const joined = paths.flatMap((path, index) => (index === 0 ? [path] : [textTemplate(','), path]));
      return paths.length === 0 ? [] : [shellWord(concatTemplates(joined), variables)];
    }
    default:
      return templates.map((template) => shellWord(template, variables));
  }
}

/** The word behind `--password` in a command line that is written as one text. */
function hideAfterPassword(application: Application, template: Template): Template {
  const parts = template.pieces.flatMap((piece): Template[] => {
    if (piece.kind === 'value') return [{ pieces: [piece], approximations: [], problems: [] }];
    const found = /(--?password )([^ ]+)/.exec(piece.text);
    if (found === null) return [textTemplate(piece.text)];
    const at = found.index + (found[1]?.length ?? 0);
    const rest = piece.text.slice(at + (found[2]?.length ?? 0));
    const secret = hidden(application, application.source.element, 'password');
    return [textTemplate(piece.text.slice(0, at)), secret, textTemplate(rest)];
  });
  return { ...concatTemplates(parts), approximations: template.approximations, problems: template.problems };
}
