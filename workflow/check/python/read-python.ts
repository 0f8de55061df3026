import { parser } from '@lezer/python';
import { tooDeepAt } from './nesting';
import { readPlainPython } from './plain-python';

/** A stretch of a Python expression. Offsets are those of the code. */
export interface PythonPlace {
  readonly start: number;
  readonly end: number;
}

export interface PythonName extends PythonPlace {
  readonly name: string;
}

/** A call of a dotted name that runs when the expression is worked out, not later inside a function. */
export interface PythonCall extends PythonPlace {
  /** `datetime.now`, `Variable.get` */
  readonly callee: string;
}

/** A keyword argument of a call of a dotted name: `minutes` of `timedelta(minutes=5)`. */
export interface PythonKeyword extends PythonName {
  readonly callee: string;
}

/** What is known of a Python expression. */
export interface PythonExpression {
  /** The first place that is no Python, or after which the expression goes on where it should end. */
  readonly problem: PythonPlace | undefined;
  /** The names that it looks up and does not bind itself. */
  readonly names: readonly PythonName[];
  readonly calls: readonly PythonCall[];
  readonly keywords: readonly PythonKeyword[];
}

/** Reads what stands between `<<` and `>>`: one expression. Never throws. */
export function readPython(code: string): PythonExpression {
  return readPlainPython(code) ?? parsePython(code);
}

/** The same by a parser of all of Python. */
export function parsePython(code: string): PythonExpression {
  const indented = code.length - code.trimStart().length;
  const text = code.trim();
  const shift = (start: number, end: number): PythonPlace => ({
    start: indented + start,
    end: indented + Math.max(end, start + 1),
  });
  const deep = tooDeepAt(text);
  if (deep !== undefined) return { problem: shift(deep, deep + 1), names: [], calls: [], keywords: [] };
  // Brackets around it, as in the DAG file: lines may break inside.
  const tree = parser.parse(`(${text}\n)`);
  let problem: PythonPlace | undefined = text === '' ? shift(0, 0) : undefined;
  const found: PythonName[] = [];
  const bound = new Set<string>();
  const calls: PythonCall[] = [];
  const keywords: PythonKeyword[] = [];
  const targets = new Set<string>();
  const lookUps: Binding = { bound, found, targets };
  let laterUntil = -1;
  tree.iterate({
    enter: (node) => {
      const [start, end] = [node.from - 1, Math.min(node.to - 1, text.length)];
      const { name } = node;
      if (node.type.isError || isRefused(name, text, start, end))
        problem ??= shift(Math.min(start, Math.max(0, text.length - 1)), end);
      if (name === 'LambdaExpression') laterUntil = Math.max(laterUntil, node.to);
      if (name === 'CallExpression' && node.to > laterUntil) {
        const callee = text.slice(start, (node.node.firstChild?.to ?? node.from) - 1).replace(/\s+/g, '');
        if (/^[\p{ID_Start}_][\p{ID_Continue}.]*$/u.test(callee)) calls.push({ callee, ...shift(start, end) });
      }
      if (name === 'for') targets.add(ownerOf(node.node.parent));
      if (name === 'in' || name === 'if') targets.delete(ownerOf(node.node.parent));
      if (name !== 'VariableName') return;
      const variable = node.node;
      if (!isKeyword(variable)) return readName(variable, text.slice(start, end), shift(start, end), lookUps);
      const called = variable.parent?.prevSibling;
      const callee = text.slice((called?.from ?? 1) - 1, (called?.to ?? 1) - 1).replace(/\s+/g, '');
      keywords.push({ name: text.slice(start, end), callee, ...shift(start, end) });
    },
  });
  const statement = tree.topNode.firstChild;
  const isExpression = statement?.name === 'ExpressionStatement' && statement.nextSibling === null;
  const inner = statement?.firstChild;
  if (!isExpression && text !== '') problem ??= shift(0, text.length);
  // Else the code closes the brackets that are around it.
  const inBrackets = /^(?:Parenthesized|Tuple|Comprehension|ArrayComprehension)Expression$/.test(inner?.name ?? '');
  if (text !== '' && !(inBrackets && inner?.to === text.length + 3)) problem ??= shift(0, text.length);
  return { problem, names: found.filter(({ name }) => !bound.has(name)), calls, keywords };
}

/** What the parser takes and Python does not: strings that never end, numbers with leading zeros. */
function isRefused(node: string, code: string, start: number, end: number): boolean {
  if (node === 'Number') return /^0[\d_]*[1-9][\d_]*$/.test(code.slice(start, end));
  if (node !== 'String' && node !== 'FormatString') return false;
  const text = code.slice(start, end);
  const opening = /^[A-Za-z]*("""|'''|"|')/.exec(text);
  if (opening === null) return false;
  const [whole, quote = ''] = opening;
  return text.length < whole.length + quote.length || !text.endsWith(quote);
}

interface Binding {
  readonly bound: Set<string>;
  readonly found: PythonName[];
  /** The comprehensions and calls between whose `for` and `in` the reader stands. */
  readonly targets: ReadonlySet<string>;
}

/** What tells one node of a tree from all others. */
function ownerOf(node: TreeNode | null): string {
  return node === null ? '' : `${node.name} ${node.from} ${node.to}`;
}

interface TreeNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly parent: TreeNode | null;
  readonly prevSibling: TreeNode | null;
  readonly nextSibling: TreeNode | null;
}

/** Is it the name of a keyword argument, which is neither looked up nor bound? */
function isKeyword({ parent, nextSibling }: TreeNode): boolean {
  return parent?.name === 'ArgList' && nextSibling?.name === 'AssignOp';
}

/** A name is looked up, or bound by a lambda, a comprehension or `:=`. */
function readName(node: TreeNode, name: string, place: PythonPlace, { bound, found, targets }: Binding): void {
  const { parent, nextSibling, prevSibling } = node;
  const isParameter = parent?.name === 'ParamList' && prevSibling?.name !== 'AssignOp';
  const isAssigned = parent?.name === 'NamedExpression' && nextSibling?.name === 'AssignOp';
  if (isParameter || isAssigned || isLoopVariable(node, targets)) bound.add(name);
  else found.push({ name, ...place });
}

/** Does it stand between `for` and `in` of a comprehension? */
function isLoopVariable(node: TreeNode, targets: ReadonlySet<string>): boolean {
  if (targets.size === 0) return false;
  let target: TreeNode = node;
  while (target.parent?.name === 'TupleExpression' || target.parent?.name === 'ArrayExpression') target = target.parent;
  const owner = target.parent?.name ?? '';
  return (owner.endsWith('ComprehensionExpression') || owner === 'ArgList') && targets.has(ownerOf(target.parent));
}
