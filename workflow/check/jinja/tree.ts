/** An expression of Jinja, as far as checks look into it. Offsets are those of the template. */
export type Expression =
  | NameExpression
  | AttributeExpression
  | CallExpression
  | FilterExpression
  | TestExpression
  | LiteralExpression
  | GroupExpression;

export interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface NameExpression extends Placed {
  readonly kind: 'name';
  readonly name: string;
}

/** `of.name`, or `of['name']`. */
export interface AttributeExpression extends Placed {
  readonly kind: 'attribute';
  readonly of: Expression;
  readonly name: string;
  /** Where the name stands. */
  readonly place: Placed;
}

export interface CallExpression extends Placed {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly positional: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
}

export interface FilterExpression extends Placed {
  readonly kind: 'filter';
  readonly name: string;
  readonly place: Placed;
  /** What is filtered, then the arguments. */
  readonly parts: readonly Expression[];
}

export interface TestExpression extends Placed {
  readonly kind: 'test';
  readonly name: string;
  readonly place: Placed;
  readonly parts: readonly Expression[];
}

export interface LiteralExpression extends Placed {
  readonly kind: 'literal';
  /** Text, numbers as they are written, `true`, `false` and `none`. */
  readonly value: string;
  readonly isText: boolean;
}

/** Whatever else holds expressions: operators, lists, mappings, subscripts, conditions. */
export interface GroupExpression extends Placed {
  readonly kind: 'group';
  readonly what: 'operators' | 'condition' | 'list' | 'mapping' | 'subscript';
  readonly parts: readonly Expression[];
}

/** A template as read: its expressions, and the names that its statements bind. */
export interface Template {
  readonly expressions: readonly Expression[];
  readonly bound: ReadonlySet<string>;
}

/** An expression and all inside it, in the order in which it is written. No recursion: chains of calls and filters are as long as their text. */
export function* within(expression: Expression): Generator<Expression> {
  const left: Expression[] = [expression];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    yield part;
    const parts = partsOf(part);
    for (let index = parts.length - 1; index >= 0; index--) {
      const inner = parts[index];
      if (inner !== undefined) left.push(inner);
    }
  }
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'attribute':
      return [expression.of];
    case 'call':
      return [expression.callee, ...expression.positional, ...expression.named.values()];
    case 'filter':
    case 'test':
    case 'group':
      return expression.parts;
    default:
      return [];
  }
}
