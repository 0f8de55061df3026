import { list } from '../../../workflow/write';
import type { DraftEntry, DraftValue } from '../../../workflow/write/draft';
import { approximated, converted, dropped, manual, openParts, settle, settleShallow, settleTree } from '../account';
import { type Conversion, childElement, childElements, convertText, idsOf, scopeAt, sourceText } from '../conversion';
import { asJinjaText } from '../el/jinja-text';
import { concatTemplates, constantText, isTight, type Template, textTemplate } from '../el/template';
import type { LastFailure } from '../el/to-jinja';
import {
  asScript,
  commandLine,
  environment,
  noVariables,
  quoteText,
  type ShellVariables,
  shellWord,
  shellWords,
} from '../shell';
import type { XmlElement, XmlPart } from '../xml/read-xml';
import { type Ancestry, findParts } from './find';
import { hdfsPath, linkName, octalMode } from './hdfs-file';
import type { ActionRule, Condition, Difference, Field, ScriptLine, ValueWord, Word } from './profile';

/** An action as the profile has it: the type and properties of a task. */
export interface AppliedAction {
  readonly type: string;
  readonly properties: readonly DraftEntry[];
  /** Why the task fails until a person has decided; empty where nothing is left to decide. */
  readonly problems: readonly string[];
}

export interface ActionSource {
  /** `shell`, `fs`, …: the element that says what the action does. */
  readonly element: XmlElement;
  /** What the workflow's `global` section says for every action. */
  readonly global: XmlElement | undefined;
  readonly lastFailure: LastFailure;
}

/** Turns an action into a task by the profile, and settles every part of it. */
export function applyProfile(conversion: Conversion, source: ActionSource): AppliedAction {
  const { element } = source;
  const rule = conversion.profile.actions.find(
    (candidate) =>
      candidate.action === element.name && (candidate.where ?? []).every((condition) => fits([element], condition)),
  );
  if (rule === undefined) {
    const problem = `The profile "${conversion.profile.profile}" has nothing for this kind of ${element.name} action.`;
    settleTree(conversion.ledger, element, manual(problem));
    return { type: 'bash', properties: failing([problem], [], []), problems: [problem] };
  }
  return applyRule({ conversion, source, rule, used: [], problems: [] });
}

interface Application {
  readonly conversion: Conversion;
  readonly source: ActionSource;
  readonly rule: ActionRule;
  /** The parts that went into the task, in order of use. */
  readonly used: XmlPart[];
  readonly problems: string[];
}

function applyRule(application: Application): AppliedAction {
  const { conversion, source, rule, used } = application;
  settle(conversion.ledger, source.element, converted);
  const variables = noVariables();
  const lines = (rule.script ?? []).flatMap((line) => scriptLines(application, line, variables));
  const fields = Object.entries(rule.properties ?? {}).flatMap(([name, field]) => fieldEntry(application, name, field));
  settleRest(application);
  const problems = [...new Set(application.problems)];
  const from = idsOf(conversion, [...new Set(used)]);
  if (problems.length > 0) return { type: 'bash', properties: failing(problems, lines, from, variables), problems };
  if (rule.script === undefined) return { type: rule.type, properties: fields, problems };
  return { type: rule.type, properties: scriptEntries(lines, from, variables), problems };
}

function scriptEntries(lines: readonly string[], from: readonly string[], variables: ShellVariables): DraftEntry[] {
  const command: DraftEntry = {
    key: 'bash_command',
    value: asScript(lines.length === 0 ? ['true'] : lines, variables),
    from,
  };
  const values = environment(variables);
  if (values.length === 0) return [command];
  const entries = values.map(([key, value]) => ({ key, value }));
  const env: DraftValue = { kind: 'mapping', entries, layout: entries.length === 1 ? 'flow' : 'block' };
  return [command, { key: 'env', value: env }, { key: 'append_env', value: true }];
}

/** A task that fails with its reasons; the commands that could be converted stay below, to be used once that is decided. */
function failing(
  problems: readonly string[],
  lines: readonly string[],
  from: readonly string[],
  variables: ShellVariables = noVariables(),
): DraftEntry[] {
  const reasons = problems.map((problem) => `echo ${quoteText(`Not converted: ${problem}`)} >&2`);
  return scriptEntries([...reasons, 'exit 1', ...lines], from, variables);
}

function fits(ancestry: Ancestry, condition: Condition): boolean {
  const found = findParts(ancestry, condition.path);
  if (condition.absent === true) return found.length === 0;
  const text = found[0] === undefined ? undefined : sourceText(found[0].part).trim();
  if (condition.not !== undefined) return text !== condition.not;
  return condition.is === undefined ? text !== undefined : text === condition.is;
}

/** Does the condition hold? What it looks at has been taken into account either way. */
function holds(application: Application, ancestry: Ancestry, condition: Condition): boolean {
  for (const { part } of findParts(ancestry, condition.path)) {
    if (part.kind !== 'element' || part.children.length === 0) use(application, part, []);
  }
  return fits(ancestry, condition);
}

function use({ conversion, used }: Application, part: XmlPart, through: readonly XmlElement[]): void {
  for (const element of through) settle(conversion.ledger, element, converted);
  settle(conversion.ledger, part, converted);
  used.push(part);
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
      use(application, child, []);
      return [commandLine(writeWords(application, [element, child], words, variables))];
    });
  }
  if ('each' in line) {
    return findParts([element], line.each).flatMap(({ part }) =>
      part.kind === 'element' ? [commandLine(writeWords(application, [element, part], line.words, variables))] : [],
    );
  }
  if (!(line.where ?? []).every((condition) => holds(application, [element], condition))) return [];
  return [commandLine(writeWords(application, [element], line.words, variables))];
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
    if (isValue(word)) {
      const values = writeValues(application, ancestry, word, variables);
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

function isValue(word: Word): word is ValueWord {
  return typeof word === 'object' && 'value' in word;
}

function fixedText(
  application: Application,
  ancestry: Ancestry,
  word: Exclude<Word, ValueWord>,
  variables: ShellVariables,
): string {
  if (typeof word === 'string') return word;
  if ('text' in word) return word.where.every((condition) => holds(application, ancestry, condition)) ? word.text : '';
  const path = concatTemplates([applicationPath(application), textTemplate(`/${word.application}`)]);
  return shellWord(path, variables);
}

function applicationPath({ conversion, source }: Application): Template {
  return scopeAt(conversion, source.element).applicationPath;
}

function writeValues(
  application: Application,
  ancestry: Ancestry,
  word: ValueWord,
  variables: ShellVariables,
): string[] {
  const found = withGlobal(application, word.value, findParts(ancestry, word.value));
  const templates = found.map(({ part, through }) => {
    use(application, part, through);
    return word.as === 'pair' ? pairTemplate(application, part) : valueTemplate(application, part);
  });
  if (word.as === 'words' || word.as === 'quoted-words') {
    return templates.map((template) => shellWords(template, variables, word.as === 'quoted-words').join(' '));
  }
  const prefixed = templates.map((template) =>
    word.prefix === undefined ? template : concatTemplates([textTemplate(word.prefix), template]),
  );
  const quoted = quoteAll(application, prefixed, word, variables);
  return quoted.map((text) => (word.option === undefined ? text : `${word.option} ${text}`));
}

function quoteAll(
  application: Application,
  templates: readonly Template[],
  word: ValueWord,
  variables: ShellVariables,
): string[] {
  const home = (): Template => applicationPath(application);
  if (word.as === 'mode') return templates.map((template) => shellWord(octalMode(template), variables));
  if (word.as === 'path') return templates.map((template) => shellWord(hdfsPath(template, home), variables));
  if (word.as === 'link') return templates.map((template) => linkName(template, variables));
  if (word.as !== 'paths') return templates.map((template) => shellWord(template, variables));
  const paths = templates.map((template) => hdfsPath(template, home, true));
  const joined = paths.flatMap((path, index) => (index === 0 ? [path] : [textTemplate(','), path]));
  return paths.length === 0 ? [] : [shellWord(concatTemplates(joined), variables)];
}

type FoundParts = ReturnType<typeof findParts>;

/** The `global` section fills in what the action does not say itself (Oozie 5.2 workflow specification, §19). */
function withGlobal({ source }: Application, path: string, found: FoundParts): FoundParts {
  if (source.global === undefined) return found;
  if (path === 'configuration/property') {
    const own = new Set(found.map(({ part }) => propertyName(part)));
    return [...findParts([source.global], path).filter(({ part }) => !own.has(propertyName(part))), ...found];
  }
  return found.length === 0 && path.endsWith('name-node') ? findParts([source.global], 'name-node') : found;
}

function propertyName(part: XmlPart): string {
  const name = part.kind === 'element' ? childElement(part, 'name') : undefined;
  return name === undefined ? '' : sourceText(name).trim();
}

function valueTemplate(application: Application, part: XmlPart): Template {
  const template = convertText(application.conversion, part, application.source.lastFailure);
  application.problems.push(...template.problems);
  return template;
}

function pairTemplate(application: Application, part: XmlPart): Template {
  if (part.kind !== 'element') return textTemplate('');
  const { ledger } = application.conversion;
  for (const description of childElements(part, 'description'))
    settleTree(ledger, description, dropped('documentation'));
  const [name, value] = ['name', 'value'].map((child) => childElement(part, child));
  const both = [name, value].map((child) =>
    child === undefined ? textTemplate('') : valueTemplate(application, child),
  );
  return concatTemplates([both[0] ?? textTemplate(''), textTemplate('='), both[1] ?? textTemplate('')]);
}

function fieldEntry(application: Application, name: string, field: Field): DraftEntry[] {
  const [found] = findParts([application.source.element], field.value);
  if (found === undefined) {
    return field.optional === true ? [] : [{ key: name, value: '' }];
  }
  use(application, found.part, found.through);
  const template = valueTemplate(application, found.part);
  return [{ key: name, value: fieldValue(template, field), from: idsOf(application.conversion, [found.part]) }];
}

function fieldValue(template: Template, field: Field): DraftValue {
  switch (field.as) {
    case 'addresses': {
      const constant = constantText(template);
      if (constant === undefined) return asJinjaText(template);
      return list(
        constant.split(',').map((address) => address.trim()),
        'flow',
      );
    }
    case 'html-of-text':
      return `<pre>${asJinjaText(escapeValues(template), escapeHtml)}</pre>`;
    case 'html':
    case 'text':
      return asJinjaText(template);
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function escapeValues(template: Template): Template {
  const pieces = template.pieces.map((piece) => {
    if (piece.kind === 'text') return piece;
    const { expression } = piece;
    return { ...piece, expression: `${isTight(expression) ? expression : `(${expression})`} | e` };
  });
  return { ...template, pieces };
}

/** What the words did not take: explained by the profile, or left for a person. */
function settleRest(application: Application): void {
  const { conversion, source, rule, problems } = application;
  const { ledger, profile } = conversion;
  for (const [path, difference] of Object.entries(rule.approximates ?? {})) {
    for (const { part } of findParts([source.element], path)) settleDifference(application, part, difference);
  }
  for (const [path, { reason, message }] of Object.entries(rule.drops ?? {})) {
    for (const { part } of findParts([source.element], path)) {
      if (part.kind === 'element') settleTree(ledger, part, dropped(reason, message));
      else settle(ledger, part, dropped(reason, message));
    }
  }
  const open = openParts(ledger, source.element).filter((part) => part.kind !== 'text');
  if (open.length === 0) return;
  const names = [
    ...new Set(
      open.map((part) =>
        part.kind === 'attribute' ? `@${part.name}` : `<${part.kind === 'element' ? part.name : ''}>`,
      ),
    ),
  ];
  const problem = `The profile "${profile.profile}" has nothing for ${names.join(', ')} of a ${source.element.name} action.`;
  settleTree(ledger, source.element, manual(problem));
  problems.push(problem);
}

function settleDifference({ conversion, source }: Application, part: XmlPart, difference: string | Difference): void {
  const { message, where } = typeof difference === 'string' ? { message: difference, where: [] } : difference;
  if (part.kind !== 'element') {
    settle(conversion.ledger, part, approximated(message));
  } else if (where.every((condition) => fits([source.element, part], condition))) {
    settleShallow(conversion.ledger, part, approximated(message));
    settleTree(conversion.ledger, part, approximated(message));
  }
}
