import type { Range } from '../../../text/range';

/**
 * The syntax tree of the Groovy 2.4 that Jenkins runs. Every node says where it stands (UTF-16 offsets).
 * `missing` stands where the source lacks an expression: the tree of a broken file is complete.
 */
export type Expression =
  | NameExpression
  | TextExpression
  | InterpolatedExpression
  | NumberExpression
  | BooleanExpression
  | NullExpression
  | ListExpression
  | MapExpression
  | ClosureExpression
  | CallExpression
  | PropertyExpression
  | IndexExpression
  | UnaryExpression
  | BinaryExpression
  | AssignmentExpression
  | ConditionalExpression
  | ElvisExpression
  | CastExpression
  | InstanceOfExpression
  | NewExpression
  | MissingExpression;

interface Node {
  readonly range: Range;
}

/** A variable, a type used as a value, `this`, `super`. */
export interface NameExpression extends Node {
  readonly kind: 'name';
  readonly name: string;
}

export type Quote = "'" | '"' | "'''" | '"""' | '/' | '$/';

/** A string without interpolation; `value` has its escapes resolved. */
export interface TextExpression extends Node {
  readonly kind: 'text';
  readonly quote: Quote;
  readonly value: string;
}

/** A GString: text with `$name.path` or `${…}`. */
export interface InterpolatedExpression extends Node {
  readonly kind: 'interpolated';
  readonly quote: Quote;
  readonly parts: readonly InterpolationPart[];
}

export type InterpolationPart =
  | { readonly kind: 'text'; readonly range: Range; readonly value: string }
  /** `range` includes the dollar sign and the braces. */
  | { readonly kind: 'value'; readonly range: Range; readonly value: Expression };

export interface NumberExpression extends Node {
  readonly kind: 'number';
  /** As written: Groovy has six number types and keeps their digits. */
  readonly text: string;
}

export interface BooleanExpression extends Node {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullExpression extends Node {
  readonly kind: 'null';
}

export interface ListExpression extends Node {
  readonly kind: 'list';
  readonly items: readonly Argument[];
}

export interface MapExpression extends Node {
  readonly kind: 'map';
  readonly entries: readonly Argument[];
}

/** An argument of a call or an item of a list or map literal. */
export type Argument =
  | { readonly kind: 'positional'; readonly range: Range; readonly value: Expression }
  /** `key: value`. A plain word as key is a `text` with the quote `'`. */
  | { readonly kind: 'named'; readonly range: Range; readonly key: Expression; readonly value: Expression }
  /** `*list` or `*:map`. */
  | { readonly kind: 'spread'; readonly range: Range; readonly value: Expression };

export interface ClosureExpression extends Node {
  readonly kind: 'closure';
  /** Absent where the closure has no arrow, so that it has the implicit `it`. */
  readonly parameters?: readonly Parameter[];
  readonly body: readonly Statement[];
}

/**
 * `f(x)`, `f x`, `f { }` and every mixture: closures that follow the parentheses are positional arguments.
 * `a b c d` is the call of `c` on the result of `a b`.
 */
export interface CallExpression extends Node {
  readonly kind: 'call';
  /** A `name` for a call on the implicit `this`, a `property` for a call on an object. */
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
}

export interface PropertyExpression extends Node {
  readonly kind: 'property';
  readonly target: Expression;
  readonly access: '.' | '?.' | '*.' | '.&' | '.@';
  /** A plain word is a `text`. */
  readonly name: Expression;
}

export interface IndexExpression extends Node {
  readonly kind: 'index';
  readonly target: Expression;
  readonly arguments: readonly Argument[];
}

export interface UnaryExpression extends Node {
  readonly kind: 'unary';
  readonly operator: '!' | '~' | '+' | '-' | '++' | '--';
  readonly position: 'before' | 'after';
  readonly operand: Expression;
}

export interface BinaryExpression extends Node {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface AssignmentExpression extends Node {
  readonly kind: 'assignment';
  readonly operator: string;
  readonly target: Expression;
  readonly value: Expression;
}

export interface ConditionalExpression extends Node {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly value: Expression;
  readonly otherwise: Expression;
}

/** `value ?: otherwise` */
export interface ElvisExpression extends Node {
  readonly kind: 'elvis';
  readonly value: Expression;
  readonly otherwise: Expression;
}

/** `(Type) value` or `value as Type` */
export interface CastExpression extends Node {
  readonly kind: 'cast';
  /** Where the type stands: the two mean other things for a text that is made a number. */
  readonly position: 'before' | 'after';
  readonly type: TypeName;
  readonly value: Expression;
}

export interface InstanceOfExpression extends Node {
  readonly kind: 'instance-of';
  readonly value: Expression;
  readonly type: TypeName;
}

export interface NewExpression extends Node {
  readonly kind: 'new';
  readonly type: TypeName;
  readonly arguments: readonly Argument[];
  /** The members of an anonymous class. */
  readonly body?: readonly Statement[];
}

export interface MissingExpression extends Node {
  readonly kind: 'missing';
}

/** A type as written: `Map<String, List<Integer>>[]`. */
export interface TypeName extends Node {
  readonly text: string;
}

export interface Annotation extends Node {
  readonly name: string;
  readonly arguments: readonly Argument[];
}

export interface Parameter extends Node {
  readonly annotations: readonly Annotation[];
  readonly type?: TypeName;
  readonly name: string;
  readonly nameRange: Range;
  readonly initial?: Expression;
}

export type Statement =
  | ExpressionStatement
  | DeclarationStatement
  | BlockStatement
  | IfStatement
  | WhileStatement
  | ForStatement
  | ForInStatement
  | SwitchStatement
  | TryStatement
  | ReturnStatement
  | ThrowStatement
  | JumpStatement
  | AssertStatement
  | SynchronizedStatement
  | LabeledStatement
  | ImportStatement
  | PackageStatement
  | MethodStatement
  | ClassStatement;

export interface ExpressionStatement extends Node {
  readonly kind: 'expression';
  readonly expression: Expression;
}

/** `def x = 1`, `final String a, b = 'x'`, `def (a, b) = f()`, `@Library('x') _`, a field of a class. */
export interface DeclarationStatement extends Node {
  readonly kind: 'declaration';
  readonly annotations: readonly Annotation[];
  readonly modifiers: readonly string[];
  readonly type?: TypeName;
  readonly variables: readonly Variable[];
}

export interface Variable extends Node {
  readonly name: string;
  readonly initial?: Expression;
}

export interface BlockStatement extends Node {
  readonly kind: 'block';
  readonly body: readonly Statement[];
}

export interface IfStatement extends Node {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly body: Statement;
  readonly otherwise?: Statement;
}

export interface WhileStatement extends Node {
  readonly kind: 'while';
  readonly condition: Expression;
  readonly body: Statement;
}

export interface ForStatement extends Node {
  readonly kind: 'for';
  readonly initial: readonly Statement[];
  readonly condition?: Expression;
  readonly update: readonly Expression[];
  readonly body: Statement;
}

export interface ForInStatement extends Node {
  readonly kind: 'for-in';
  readonly variable: Parameter;
  readonly values: Expression;
  readonly body: Statement;
}

export interface SwitchStatement extends Node {
  readonly kind: 'switch';
  readonly subject: Expression;
  readonly cases: readonly SwitchCase[];
}

export interface SwitchCase extends Node {
  /** Absent for `default`. */
  readonly value?: Expression;
  readonly body: readonly Statement[];
}

export interface TryStatement extends Node {
  readonly kind: 'try';
  readonly body: BlockStatement;
  readonly catches: readonly CatchClause[];
  readonly last?: BlockStatement;
}

export interface CatchClause extends Node {
  readonly types: readonly TypeName[];
  readonly name: string;
  readonly body: BlockStatement;
}

export interface ReturnStatement extends Node {
  readonly kind: 'return';
  readonly value?: Expression;
}

export interface ThrowStatement extends Node {
  readonly kind: 'throw';
  readonly value: Expression;
}

export interface JumpStatement extends Node {
  readonly kind: 'jump';
  readonly jump: 'break' | 'continue';
  readonly label?: string;
}

export interface AssertStatement extends Node {
  readonly kind: 'assert';
  readonly condition: Expression;
  readonly message?: Expression;
}

export interface SynchronizedStatement extends Node {
  readonly kind: 'synchronized';
  readonly lock: Expression;
  readonly body: BlockStatement;
}

export interface LabeledStatement extends Node {
  readonly kind: 'labeled';
  readonly label: string;
  readonly statement: Statement;
}

export interface ImportStatement extends Node {
  readonly kind: 'import';
  readonly annotations: readonly Annotation[];
  readonly static: boolean;
  /** `a.b.C`, `a.b.*` */
  readonly name: string;
  readonly alias?: string;
}

export interface PackageStatement extends Node {
  readonly kind: 'package';
  readonly annotations: readonly Annotation[];
  readonly name: string;
}

/** A method, or a constructor: a method without type that is named as its class. */
export interface MethodStatement extends Node {
  readonly kind: 'method';
  readonly annotations: readonly Annotation[];
  readonly modifiers: readonly string[];
  readonly type?: TypeName;
  readonly name: string;
  readonly nameRange: Range;
  readonly parameters: readonly Parameter[];
  /** Absent for an abstract method. */
  readonly body?: BlockStatement;
}

export interface ClassStatement extends Node {
  readonly kind: 'class';
  readonly form: 'class' | 'interface' | 'enum' | 'trait' | '@interface';
  readonly annotations: readonly Annotation[];
  readonly modifiers: readonly string[];
  readonly name: string;
  readonly supertypes: readonly TypeName[];
  /** Of an enum, the constants with their arguments. */
  readonly constants: readonly CallExpression[];
  readonly members: readonly Statement[];
}

export interface Comment extends Node {
  /** Without the signs that begin and end it. */
  readonly text: string;
}

export interface SyntaxProblem extends Node {
  readonly message: string;
}

/** A file as read. Problems are in the order of the text; the tree holds all that could be read in spite of them. */
export interface SourceFile {
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}
