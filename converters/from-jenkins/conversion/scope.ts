import type { DraftMapping, DraftValue } from '../../../workflow/write/index';
import type { ClosureExpression, Comment, MethodStatement } from '../groovy/index';
import type { Profile } from '../profiles/profile';
import type { Bindings } from './bindings';
import type { Drawing } from './drawing';
import type { ReadonlyNames } from './layers';
import type { Ledger } from './ledger';
import type { OwnTask } from './own-tasks';
import type { ScriptPart } from './script';
import type { Sort } from './sorts';
import type { Asked } from './tables';
import type { Template } from './template';
import type { Parting } from './text-methods';

/** What holds for everything of one file. The lists and maps grow while it is converted. */
export interface Conversion {
  readonly ledger: Ledger;
  readonly profile: Profile;
  /** What its tables were asked for. */
  readonly asked: Asked;
  readonly comments: readonly Comment[];
  readonly properties: ReadonlyMap<string, string>;
  /** Which tasks stand for the parts of the pipeline. */
  readonly drawing: Drawing;
  /** What its tasks run as; grows. */
  readonly kinds: Set<AgentPlan['kind']>;
  /** The entries of `images`, by name. */
  readonly images: Map<string, Image>;
  /** Those that tasks have. */
  readonly imagesUsed: Set<string>;
  /** The documents of groups, in the order in which they are needed. */
  readonly documents: DraftMapping[];
  readonly names: Set<string>;
  readonly parameters: ReadonlyMap<string, PipelineParameter>;
  /** The methods of the file that a call can be replaced by, by name. */
  readonly methods: ReadonlyMap<string, MethodStatement>;
  /** Variables that the file declares outside of any block, by name; tasks see each other's changes of them. */
  readonly globals: ReadonlySet<string>;
  /** The names that some step of the file stashes files under. */
  readonly stashes: ReadonlySet<string>;
  /** Whether every agent begins with a checkout of the repository, as in Declarative. */
  readonly checksOut: boolean;
  /** The post conditions of the file, by name. */
  readonly postConditions: ReadonlySet<string>;
  /** Something in the file could make a build unstable. */
  readonly mayBeUnstable: boolean;
  /** A post condition of some stage asks for the result. */
  readonly stagesAskForResult: boolean;
  /** Where tasks of a run keep what they share, and whether they do. */
  readonly runFolder: {
    readonly path: string;
    readonly shared: boolean;
    readonly keepsVariables: boolean;
    /** Tasks on one agent work in one folder there; else each begins in an empty one, and only stashes and artifacts are shared. */
    readonly workspaces: boolean;
  };
  /** The version of Airflow that the workflow is for. */
  readonly airflow: '3.3' | '2.11';
  /** Each step of a stage is a task of its own. */
  readonly bySteps: boolean;
  /** Stages of one agent that follow each other are one task. */
  readonly merges: boolean;
  /** The text of a file of the repository, by its path there; nothing where it was not given. */
  readonly readFile: (path: string) => string | undefined;
  /** The names of all that the file calls. */
  readonly called: ReadonlySet<string>;
  /** Whether steps before the end may give the build a result: failures that are caught, code that sets it, tests. */
  readonly changesResult: boolean;
  /** Whether code asks for the result of the build. */
  readonly asksForResult: boolean;
  /** Variables that code sets as `env.X = …`: later tasks have them from the folder of the run. */
  readonly setVariables: ReadonlySet<string>;
  /** The secrets that stand in the file, by the name of what is to hold them. */
  readonly secrets: Map<string, string>;
  /** Names that something beside a parameter gives a value to: a variable of that name may hold something else. */
  readonly shadowed: ReadonlySet<string>;
  /** Names that hold images of Docker wherever they hold something. */
  readonly imageNames: ReadonlySet<string>;
  /** Names that are assigned to somewhere in the file after they were declared. */
  readonly reassigned: ReadonlySet<string>;
  /** Variables that code sets without declaring them, and all names that code of the file sets. */
  readonly bindings: Bindings;
  /** What names hold of which code of the file gives the values; grows while code is converted. */
  readonly sorts: Map<string, Sort>;
  /** How many statements may still be written for calls of methods: methods that call each other grow without bound. */
  readonly inlining: { left: number };
  /** Parameters that no one declared but a condition needs (`BRANCH_NAME`). */
  readonly added: Map<string, PipelineParameter>;
}

export interface Image {
  readonly url: string;
  readonly pull?: 'always';
}

export interface PipelineParameter {
  readonly name: string;
  readonly kind: 'text' | 'boolean';
  readonly value: string | boolean;
  /** The Jinja expression of a secret: what the variable holds where nobody gave the parameter. */
  readonly secret?: string;
  /** Jenkins takes the blanks around what is given away. */
  readonly trims?: true;
  /** It is no parameter of the DAG: where it is given, everybody could read it. */
  readonly hidden?: boolean;
}

/** What is visible at a place of the pipeline. A stage makes a new one for what stands inside it. */
export interface Scope {
  readonly conversion: Conversion;
  /** All variables in sight, inner ones over outer ones. */
  readonly environment: ReadonlyMap<string, EnvironmentValue>;
  /** Variables of Groovy; they hide those of the environment. */
  readonly locals: ReadonlyNames<LocalValue>;
  /** What the shell of each task does before its steps: values that are computed when a task runs. */
  readonly prelude: readonly ScriptPart[];
  /** Those that the tasks themselves must carry, because no `operator_defaults` has them. */
  readonly own: ReadonlyMap<string, Template>;
  readonly agent: AgentPlan;
  /** The folder, inside that of the run, that tasks on this agent share; absent where each begins in an empty one. */
  readonly workspace?: Template;
  /** Inside the cells of a matrix: an agent there has a folder for each cell. */
  readonly inCell?: boolean;
  /** The task that asks the `when` of the stage has had the repository checked out. */
  readonly checkedOut?: boolean;
  /** Agents here do not check the repository out first. */
  readonly skipsCheckout?: boolean;
  /** Why tasks on this agent fail until a person has decided; another agent lifts it. */
  readonly agentBlocker?: string;
  /** Why every task here fails until a person has decided; said by the task. */
  readonly blockers: readonly string[];
  /** Seconds; of an enclosing stage with a timeout. */
  readonly timeout?: number;
  /** The queue of Airflow's workers that tasks here wait in. */
  readonly queue?: string;
  /** The pool that tasks here take a slot of: a lock of Jenkins. */
  readonly pool?: string;
  /** What `when` of the stage sees: Jenkins asks it before the variables of the stage are set (`ModelInterpreter.evaluateStage`). */
  readonly outside?: Pick<Scope, 'environment' | 'own' | 'prelude'>;
  /** The address of the registry in whose block the steps stand: `docker.withRegistry(…)`. */
  readonly registry?: Template;
  /** Other branches run at the same time. */
  readonly beside?: boolean;
  /** The task skips itself with an exit code (`skipCode`). */
  readonly skips?: boolean;
  /** A task here could skip itself where it caught a failure: what is behind it runs, and a task beside it fails the run. */
  readonly mayCatch?: boolean;
  /** No stage stands behind it. */
  readonly last?: boolean;
  /** How often a task is tried again; of a stage that is one task. */
  readonly retries?: number;
  /** What a person is asked inside the group of the stage, before its work. */
  readonly question?: OwnTask;
  /** What the build has come to where this runs; absent in steps, where it depends on what ran before. */
  readonly buildResult?: BuildResult;
  /** Names of the enclosing stages, outermost first. */
  readonly path: readonly string[];
}

/** What `currentBuild.result` and `currentBuild.currentResult` are; absent where nobody knows before the run. */
export interface BuildResult {
  /** Empty where it is null. */
  readonly result?: Template;
  readonly current?: Template;
  readonly notes: readonly string[];
}

export type EnvironmentValue =
  /** `hidden`: it is no entry of `env`; the shell of each task sets it. */
  | { readonly kind: 'known'; readonly value: Template; readonly hidden?: boolean }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What a variable of Groovy holds. */
export type LocalValue =
  /** `sort`: of this value; absent where it is that of all values that the file gives to the name. */
  /** `caught`: the exit code of what was caught, which stands for the exception. */
  | { readonly kind: 'known'; readonly value: Template; readonly sort?: Sort; readonly caught?: true }
  /** `sort`: of each of its items. */
  | { readonly kind: 'list'; readonly items: readonly Template[]; readonly sort?: Sort }
  /** The parts of a text that only the shell knows. */
  | { readonly kind: 'pieces'; readonly parting: Parting }
  | {
      readonly kind: 'map';
      readonly entries: ReadonlyMap<string, Template>;
      readonly sorts?: ReadonlyMap<string, Sort>;
    }
  | { readonly kind: 'closure'; readonly closure: ClosureExpression }
  /** An image of Docker, by its id: `docker.build('x')`. */
  | { readonly kind: 'image'; readonly id: Template }
  /** The map that a shared library's `call` is given: whoever runs the DAG gives its values. */
  | { readonly kind: 'given' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Where the steps run. */
export type AgentPlan =
  | { readonly kind: 'bash' }
  | {
      readonly kind: 'container';
      /** A name of `images`, or the text of an image that is known only at run time. */
      readonly image: string;
      readonly volumes: readonly ContainerVolume[];
      readonly environment: ReadonlyMap<string, Template>;
      readonly user?: string;
      /** The containers of a pod, by name; the plan is that of one of them. */
      readonly pod?: ReadonlyMap<string, PodContainer>;
      /** What only Kubernetes understands, of the whole pod. */
      readonly podKubernetes?: ReadonlyMap<string, DraftValue>;
      readonly resources?: ReadonlyMap<string, string | number>;
      /** What only Docker understands. */
      readonly docker?: ReadonlyMap<string, DraftValue>;
      /** What only Kubernetes understands. */
      readonly kubernetes?: ReadonlyMap<string, DraftValue>;
    };

/** A folder of a container that is not its own. */
export interface ContainerVolume {
  readonly name?: string;
  readonly path: string;
  readonly readOnly: boolean;
  /** A folder of the machine, a claim of Kubernetes, or a volume that lives as long as the run, with its size. */
  readonly source: { readonly host: string } | { readonly claim: string } | { readonly run: string };
}

export interface PodContainer {
  readonly image: string;
  readonly environment: ReadonlyMap<string, Template>;
  readonly resources?: ReadonlyMap<string, string | number>;
  readonly volumes?: readonly ContainerVolume[];
  readonly user?: string;
  /** What only Kubernetes understands, of this container. */
  readonly kubernetes?: ReadonlyMap<string, DraftValue>;
}
