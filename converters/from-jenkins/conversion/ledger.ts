import { indexLines, type LineIndex, positionAt, type Range } from '../../../text/range';
import type { SourceAccount, SourceConstruct, SourceKind } from '../../contract';
import { approximated, graver, unsettled, type Verdict } from '../../verdict';
import { asDirective, firstValue, literalText } from '../declarative/index';
import { childrenOf, type SourceFile, type Statement, type TreeNode } from '../groovy/index';

export { approximated, converted, manual, type Verdict } from '../../verdict';

/**
 * The books of one Jenkinsfile. A construct is a statement of the source, wherever it stands: in Declarative code each
 * section, directive, option, stage, condition and step is one. Whoever converts a statement settles it; what nobody
 * settles is *manual* in the end, so nothing is lost in silence.
 */
export interface Ledger {
  readonly path: string;
  readonly kind: SourceKind;
  readonly text: string;
  readonly lines: LineIndex;
  readonly entries: readonly LedgerEntry[];
  readonly ids: ReadonlyMap<Statement, string>;
  readonly verdicts: Map<Statement, Verdict>;
  /** Statements that stand for one of the source, by that; what of a block is written at several places has one for each. */
  readonly aliases: Map<Statement, Statement>;
}

interface LedgerEntry {
  readonly statement: Statement;
  readonly construct: string;
}

interface Place {
  readonly node: TreeNode;
  readonly pointer: string;
  /** What encloses the node, for people. */
  readonly owner: string;
  readonly siblings: Map<string, number>;
}

/** Opens the books: gives every statement an id. Without recursion, so that long chains of calls do no harm. */
export function openLedger(path: string, kind: SourceKind, file: SourceFile): Ledger {
  const entries: LedgerEntry[] = [];
  const ids = new Map<Statement, string>();
  const top = new Map<string, number>();
  const waiting: Place[] = file.statements.map((node) => ({ node, pointer: '', owner: '', siblings: top })).reverse();
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const inside = isCounted(place.node) ? book(path, place, place.node, entries, ids) : place;
    const children = childrenOf(place.node);
    for (let index = children.length - 1; index >= 0; index--) {
      const node = children[index];
      if (node !== undefined) waiting.push({ ...inside, node });
    }
  }
  return {
    path,
    kind,
    text: file.text,
    lines: indexLines(file.text),
    entries,
    ids,
    verdicts: new Map(),
    aliases: new Map(),
  };
}

function book(
  path: string,
  place: Place,
  statement: Statement,
  entries: LedgerEntry[],
  ids: Map<Statement, string>,
): Place {
  const { segment, title } = nameOf(statement);
  const count = (place.siblings.get(segment) ?? 0) + 1;
  place.siblings.set(segment, count);
  const step = count === 1 ? segment : `${segment}[${count}]`;
  const pointer = place.pointer === '' ? step : `${place.pointer}/${step}`;
  ids.set(statement, `${path}#${pointer}`);
  const isStage = title.startsWith('stage ');
  entries.push({ statement, construct: place.owner === '' || isStage ? title : `${place.owner}/${title}` });
  return { node: statement, pointer, owner: isStage ? 'stage' : segment, siblings: new Map() };
}

/** Blocks and labels only hold other statements. */
export function isCounted(node: TreeNode): node is Statement {
  switch (node.kind) {
    case 'expression':
    case 'declaration':
    case 'if':
    case 'while':
    case 'for':
    case 'for-in':
    case 'switch':
    case 'try':
    case 'return':
    case 'throw':
    case 'jump':
    case 'assert':
    case 'synchronized':
    case 'import':
    case 'package':
    case 'method':
    case 'class':
      return true;
    default:
      return false;
  }
}

function nameOf(statement: Statement): { readonly segment: string; readonly title: string } {
  const directive = asDirective(statement);
  if (directive !== undefined) {
    const name = directive.name === 'stage' ? literalText(firstValue(directive)) : undefined;
    if (name === undefined) return { segment: directive.name, title: directive.name };
    return { segment: `stage:${name.replaceAll('/', '~1')}`, title: `stage ${JSON.stringify(name)}` };
  }
  const name = innerName(statement);
  return { segment: name, title: name };
}

function innerName(statement: Statement): string {
  if (statement.kind === 'method' || statement.kind === 'class' || statement.kind === 'import') {
    return `${statement.kind} ${statement.name}`;
  }
  if (statement.kind === 'declaration') {
    const name = statement.variables[0]?.name;
    const annotation = statement.annotations[0]?.name;
    return annotation === undefined ? `def ${name ?? ''}`.trim() : `@${annotation}`;
  }
  if (statement.kind !== 'expression') return statement.kind;
  const { expression } = statement;
  if (expression.kind === 'assignment')
    return expression.target.kind === 'name' ? expression.target.name : 'assignment';
  if (expression.kind === 'call' && expression.callee.kind === 'property' && expression.callee.name.kind === 'text') {
    return `.${expression.callee.name.value}`;
  }
  return expression.kind;
}

/** The id of a statement, for `from` in drafts. */
export function idOf(ledger: Ledger, statement: Statement): string {
  return ledger.ids.get(original(ledger, statement)) ?? `${ledger.path}#`;
}

/** Lets a statement that was made stand for one of the source. */
export function alias(ledger: Ledger, made: Statement, statement: Statement): void {
  ledger.aliases.set(made, original(ledger, statement));
}

function original(ledger: Ledger, statement: Statement): Statement {
  return ledger.aliases.get(statement) ?? statement;
}

/** The 1-based line of an offset, for messages. */
export function lineOf(ledger: Ledger, offset: number): number {
  return positionAt(ledger.lines, offset).line + 1;
}

/** Notes on one statement are not collected without end: methods that are written out often have some at each place. */
const longestNotes = 600;

/** Settles a statement. Where several uses of it came out differently, the one that asks most of a person stands; of equals, both notes. */
export function settle(ledger: Ledger, statement: Statement, verdict: Verdict): void {
  const own = original(ledger, statement);
  const before = ledger.verdicts.get(own);
  const both = before?.status === 'approximated' && verdict.status === 'approximated';
  if (both && !before.message.includes(verdict.message) && before.message.length < longestNotes)
    ledger.verdicts.set(own, approximated(`${before.message} ${verdict.message}`));
  else ledger.verdicts.set(own, graver(before, verdict));
}

/** Settles all that is still open in a statement, itself included. */
export function settleAll(ledger: Ledger, statement: Statement, verdict: Verdict): void {
  const waiting: TreeNode[] = [statement];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const own = isCounted(node) ? original(ledger, node) : undefined;
    if (own !== undefined && !ledger.verdicts.has(own)) ledger.verdicts.set(own, verdict);
    waiting.push(...childrenOf(node));
  }
}

/** Settles all that stands inside a statement, whatever was said of it before: what nobody converts takes it along. */
export function settleInside(ledger: Ledger, statement: Statement, verdict: Verdict): void {
  const waiting = [...childrenOf(statement)];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isCounted(node)) settle(ledger, node, verdict);
    waiting.push(...childrenOf(node));
  }
}

/** Closes the books: one construct for each statement, in the order of the source. */
export function closeLedger(ledger: Ledger): SourceAccount {
  const constructs = ledger.entries.map(({ statement, construct }): SourceConstruct => {
    const verdict = ledger.verdicts.get(statement) ?? unsettled;
    return { id: idOf(ledger, statement), construct, range: headOf(statement), ...verdict };
  });
  return { path: ledger.path, kind: ledger.kind, constructs };
}

/** The statement without the block at its end, so that a place is tight. */
export function headOf(statement: Statement): Range {
  const { range } = statement;
  const block = blockStart(statement);
  return block === undefined ? range : { start: range.start, end: Math.max(range.start + 1, block) };
}

function blockStart(statement: Statement): number | undefined {
  switch (statement.kind) {
    case 'expression': {
      const block = asDirective(statement)?.block;
      return block === undefined ? undefined : block.range.start;
    }
    case 'if':
    case 'while':
    case 'for':
    case 'for-in':
      return statement.body.range.start;
    case 'try':
      return statement.body.range.start;
    case 'method':
      return statement.body?.range.start;
    default:
      return undefined;
  }
}
