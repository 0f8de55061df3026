import type { Range } from '../../../text/range';
import type {
  Argument,
  CallExpression,
  ClosureExpression,
  DeclarationStatement,
  Expression,
  ExpressionStatement,
  Statement,
} from '../groovy/index';

/**
 * A Declarative Pipeline as its parts: what Jenkins' own model has (pipeline-model-definition 2.x), each part with the
 * statement that it comes from. Every part is a call in the source; what is no call is a finding, not a part.
 */
export interface Pipeline {
  readonly directive: Directive;
  readonly agent?: Agent;
  readonly environment?: Environment;
  readonly options?: DirectiveList;
  readonly parameters?: DirectiveList;
  readonly triggers?: DirectiveList;
  readonly libraries?: DirectiveList;
  readonly tools?: DirectiveList;
  readonly stages?: StageList;
  readonly post?: Post;
}

/** A call as sections are made of: `timeout(time: 1)`, `docker { … }`, `stage('x') { … }`. */
export interface Directive {
  readonly statement: Statement;
  readonly call: CallExpression;
  readonly name: string;
  readonly nameRange: Range;
  /** Without the block. */
  readonly arguments: readonly Argument[];
  readonly block?: ClosureExpression;
}

/** A section that holds one call a line: options, parameters, triggers, libraries, tools. */
export interface DirectiveList {
  readonly directive: Directive;
  readonly entries: readonly Directive[];
}

export interface Agent {
  readonly directive: Directive;
  /** `any`, `none`, `label`, `node`, `docker`, `dockerfile`, `kubernetes`, or a type of a plugin. Empty where it is missing. */
  readonly type: string;
  /** The call that names the type; absent for `any` and `none`. */
  readonly typeDirective?: Directive;
  /** `docker 'image'`: the one value. */
  readonly value?: Expression;
  /** `docker { image 'x' }`: the calls in the block. */
  readonly fields: readonly Directive[];
}

export interface Environment {
  readonly directive: Directive;
  readonly variables: readonly EnvironmentVariable[];
}

export interface EnvironmentVariable {
  readonly statement: ExpressionStatement | DeclarationStatement;
  readonly name: string;
  readonly nameRange: Range;
  readonly value: Expression;
}

export interface StageList {
  readonly directive: Directive;
  readonly stages: readonly Stage[];
}

/** What stands on a stage and on a matrix, where it holds for each cell. */
export interface StageSettings {
  readonly agent?: Agent;
  readonly environment?: Environment;
  readonly options?: DirectiveList;
  readonly tools?: DirectiveList;
  readonly when?: When;
  readonly input?: DirectiveList;
  readonly post?: Post;
}

export interface Stage extends StageSettings {
  readonly directive: Directive;
  readonly name: string;
  readonly failFast?: Directive;
  readonly body: StageBody;
}

export type StageBody =
  | { readonly kind: 'steps'; readonly directive: Directive; readonly steps: readonly Statement[] }
  | { readonly kind: 'stages'; readonly list: StageList }
  | { readonly kind: 'parallel'; readonly list: StageList }
  | { readonly kind: 'matrix'; readonly matrix: Matrix }
  /** Nothing was said; a finding. */
  | { readonly kind: 'none' };

export interface Matrix extends StageSettings {
  readonly directive: Directive;
  readonly axes?: AxisList;
  readonly excludes?: ExcludeList;
  readonly stages?: StageList;
}

export interface AxisList {
  readonly directive: Directive;
  readonly axes: readonly Axis[];
}

export interface Axis {
  readonly directive: Directive;
  readonly name: string;
  readonly values: readonly string[];
  /** `notValues` of an exclude: the axis matches what is not listed. */
  readonly negated: boolean;
  /** The calls in the block: name, values, notValues. */
  readonly fields: readonly Directive[];
}

export interface ExcludeList {
  readonly directive: Directive;
  readonly excludes: readonly Exclude[];
}

/** A cell is left out when all axes of one exclude match. */
export interface Exclude {
  readonly directive: Directive;
  readonly axes: readonly Axis[];
}

export interface When {
  readonly directive: Directive;
  /** `beforeAgent`, `beforeInput`, `beforeOptions` */
  readonly flags: readonly Directive[];
  /** Several are joined by *and*. */
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly directive: Directive;
  /** Of `allOf`, `anyOf`, `not`. */
  readonly children: readonly Condition[];
}

export interface Post {
  readonly directive: Directive;
  readonly conditions: readonly PostCondition[];
}

export interface PostCondition {
  readonly directive: Directive;
  readonly name: string;
  readonly steps: readonly Statement[];
  /** In a scripted pipeline: whether the code that stands for conditions sets the result of the build. */
  readonly setsResult?: boolean;
}

/** The order in which post conditions run, whatever their order in the file (pipeline-model-definition, extension ordinals). */
export const postOrder = [
  'always',
  'changed',
  'fixed',
  'regression',
  'aborted',
  'success',
  'unsuccessful',
  'unstable',
  'failure',
  'notBuilt',
  'cleanup',
] as const;
