/** Python as data: what the emitter builds and `print.ts` writes. Only what DAG files need. */
export type Expression =
  /** A name or dotted name: `dag`, `datetime.timezone.utc`. */
  | { readonly kind: 'name'; readonly name: string }
  /** `12`, `True`, `None`: text that is Python already. */
  | { readonly kind: 'constant'; readonly source: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'dict'; readonly entries: readonly DictEntry[] }
  | {
      readonly kind: 'call';
      readonly callee: string;
      readonly positional: readonly Expression[];
      readonly keywords: readonly Keyword[];
      /** One argument a line, even where all would fit on one. */
      readonly spread: boolean;
    }
  /** Operands with one operator between them. */
  | {
      readonly kind: 'chain';
      readonly operator: '+' | 'or' | '>>';
      readonly operands: readonly Expression[];
      readonly parenthesised: boolean;
    }
  /** Code of the workflow's author, in parentheses, otherwise as it stands. */
  | { readonly kind: 'verbatim'; readonly code: string };

export interface DictEntry {
  readonly key: string;
  readonly value: Expression;
}

export interface Keyword {
  readonly name: string;
  readonly value: Expression;
}

export type Statement =
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'blank'; readonly lines: 1 | 2 }
  | { readonly kind: 'import'; readonly module: string; readonly alias?: string; readonly unused: boolean }
  | {
      readonly kind: 'from';
      readonly module: string;
      readonly names: readonly ImportedName[];
      readonly unused: boolean;
    }
  | {
      readonly kind: 'assign';
      readonly target: string;
      readonly value: Expression;
      /** A rule of ruff that the first line is to be excused from. */
      readonly excused?: string;
    }
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'with'; readonly context: Expression; readonly as?: string; readonly body: readonly Statement[] }
  | {
      readonly kind: 'def';
      readonly name: string;
      readonly parameters: readonly string[];
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'for'; readonly target: string; readonly in: Expression; readonly body: readonly Statement[] }
  /** `if not NAME:` */
  | { readonly kind: 'unless'; readonly name: string; readonly body: readonly Statement[] }
  /** A function whose body an author wrote, who also answers for its form. */
  | { readonly kind: 'foreign'; readonly name: string; readonly parameters: readonly string[]; readonly code: string }
  /** A function that was formatted and tested as it stands: see `helpers/`. */
  | { readonly kind: 'helper'; readonly source: string };

export interface ImportedName {
  readonly name: string;
  readonly alias?: string;
}

export const none: Expression = { kind: 'constant', source: 'None' };

export function name(text: string): Expression {
  return { kind: 'name', name: text };
}

export function string(text: string): Expression {
  return { kind: 'string', text };
}

export function boolean(value: boolean): Expression {
  return { kind: 'constant', source: value ? 'True' : 'False' };
}

export function list(items: readonly Expression[]): Expression {
  return { kind: 'list', items };
}

export function strings(texts: readonly string[]): Expression {
  return list(texts.map(string));
}

export function dict(entries: readonly DictEntry[]): Expression {
  return { kind: 'dict', entries };
}

/** A call written on one line where it fits. */
export function call(callee: string, positional: readonly Expression[], keywords: readonly Keyword[] = []): Expression {
  return { kind: 'call', callee, positional, keywords, spread: false };
}

/** A call written with one keyword argument a line. */
export function spreadCall(callee: string, keywords: readonly Keyword[]): Expression {
  return { kind: 'call', callee, positional: [], keywords, spread: true };
}

/** `from >> [to, …]`, the edges from one task. */
export function edges(from: string, to: readonly string[]): Statement {
  const [only] = to;
  const target = to.length === 1 && only !== undefined ? name(only) : list(to.map(name));
  const operands = [name(from), target];
  return { kind: 'expression', value: { kind: 'chain', operator: '>>', operands, parenthesised: false } };
}
