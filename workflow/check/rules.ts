import type { RuleFacts } from '../../text/rules';
import { unexplainedSuppression, unusedSuppression } from '../../text/suppressions';
import type { WorkflowRule } from './context';
import { PLAN_RULES } from './plan-rules';
import { ambiguousScalar } from './rules/ambiguous-scalar';
import { branchDependency } from './rules/branch-dependency';
import { callableAsText } from './rules/callable-as-text';
import { conflictingImage } from './rules/conflicting-image';
import { continuousRuns } from './rules/continuous-runs';
import { cronEitherDay } from './rules/cron-either-day';
import { cronSeconds } from './rules/cron-seconds';
import { dependencyCycle } from './rules/dependency-cycle';
import { deprecatedParameter } from './rules/deprecated-parameter';
import { deprecatedType } from './rules/deprecated-type';
import { doubleEdge } from './rules/double-edge';
import { duplicateDagId } from './rules/duplicate-dag-id';
import { duplicateDefaults } from './rules/duplicate-defaults';
import { duplicateDependency } from './rules/duplicate-dependency';
import { duplicateImport } from './rules/duplicate-import';
import { duplicateItem } from './rules/duplicate-item';
import { duplicateName } from './rules/duplicate-name';
import { dynamicStartDate } from './rules/dynamic-start-date';
import { emptyDocument } from './rules/empty-document';
import { emptyGenerator } from './rules/empty-generator';
import { endBeforeStart } from './rules/end-before-start';
import { exclusiveParameters } from './rules/exclusive-parameters';
import { failInJoin } from './rules/fail-in-join';
import { fixedTaskId } from './rules/fixed-task-id';
import { foldedScript } from './rules/folded-script';
import { handlerWithDependencies } from './rules/handler-with-dependencies';
import { hardCodedSecret } from './rules/hard-coded-secret';
import { idlePattern } from './rules/idle-pattern';
import { idleTriggerRule } from './rules/idle-trigger-rule';
import { incompatibleVersion } from './rules/incompatible-version';
import { insecureUrl } from './rules/insecure-url';
import { intervalBeyondTimeout } from './rules/interval-beyond-timeout';
import { invalidBranch } from './rules/invalid-branch';
import { invalidCompositeParameter } from './rules/invalid-composite-parameter';
import { invalidEmail } from './rules/invalid-email';
import { invalidImage } from './rules/invalid-image';
import { invalidImports } from './rules/invalid-imports';
import { invalidJinja } from './rules/invalid-jinja';
import { invalidJoin } from './rules/invalid-join';
import { invalidName } from './rules/invalid-name';
import { invalidPython } from './rules/invalid-python';
import { invalidSchedule } from './rules/invalid-schedule';
import { invalidTaskId } from './rules/invalid-task-id';
import { invalidWave } from './rules/invalid-wave';
import { isolatedNode } from './rules/isolated-node';
import { joinAsTarget } from './rules/join-as-target';
import { lossyName } from './rules/lossy-name';
import { maskedFailure } from './rules/masked-failure';
import { maskingDefault } from './rules/masking-default';
import { missingFormat } from './rules/missing-format';
import { missingItemName } from './rules/missing-item-name';
import { missingLogicalDate } from './rules/missing-logical-date';
import { missingName } from './rules/missing-name';
import { missingParameter } from './rules/missing-parameter';
import { missingStartDate } from './rules/missing-start-date';
import { missingType } from './rules/missing-type';
import { neverRuns } from './rules/never-runs';
import { nodeWithoutWave } from './rules/node-without-wave';
import { nonTextKey } from './rules/non-text-key';
import { numberOutOfRange } from './rules/number-out-of-range';
import { oldParameterName } from './rules/old-parameter-name';
import { oldScheduleKey } from './rules/old-schedule-key';
import { onFailureLoop } from './rules/on-failure-loop';
import { parameterCombination } from './rules/parameter-combination';
import { patternMismatch } from './rules/pattern-mismatch';
import { redundantDependency } from './rules/redundant-dependency';
import { removedContextNameRule } from './rules/removed-context-name';
import { removedDagArgument } from './rules/removed-dag-argument';
import { scheduleNeverFires } from './rules/schedule-never-fires';
import { scriptAsTemplate } from './rules/script-as-template';
import { selfDependency } from './rules/self-dependency';
import { selfTrigger } from './rules/self-trigger';
import { shadowedDefault } from './rules/shadowed-default';
import { sharedTarget } from './rules/shared-target';
import { staleImage } from './rules/stale-image';
import { strayMark } from './rules/stray-mark';
import { taskIdCollision } from './rules/task-id-collision';
import { tooLong } from './rules/too-long';
import { twoSchedules } from './rules/two-schedules';
import { uncheckedCommand } from './rules/unchecked-command';
import { unclosedQuote } from './rules/unclosed-quote';
import { undefinedParam } from './rules/undefined-param';
import { unknownDependency } from './rules/unknown-dependency';
import { unknownFormat } from './rules/unknown-format';
import { unknownImage } from './rules/unknown-image';
import { unknownItemKey } from './rules/unknown-item-key';
import { unknownJinjaName } from './rules/unknown-jinja-name';
import { unknownKey } from './rules/unknown-key';
import { unknownModule } from './rules/unknown-module';
import { unknownParameter } from './rules/unknown-parameter';
import { unknownPlaceholder } from './rules/unknown-placeholder';
import { unknownPlugin } from './rules/unknown-plugin';
import { unknownPythonName } from './rules/unknown-python-name';
import { unknownResource } from './rules/unknown-resource';
import { unknownTarget } from './rules/unknown-target';
import { unknownTriggerRule } from './rules/unknown-trigger-rule';
import { unknownType } from './rules/unknown-type';
import { unknownWeightRule } from './rules/unknown-weight-rule';
import { unknownXcomTask } from './rules/unknown-xcom-task';
import { unlistedType } from './rules/unlisted-type';
import { unpairedVerbatim } from './rules/unpaired-verbatim';
import { unquotedTemplate } from './rules/unquoted-template';
import { unreachableCase } from './rules/unreachable-case';
import { unrenderedTemplate } from './rules/unrendered-template';
import { unrequiredResource } from './rules/unrequired-resource';
import { untaggedImage } from './rules/untagged-image';
import { unusableComposite } from './rules/unusable-composite';
import { unusableType } from './rules/unusable-type';
import { unusedCompositeParameter } from './rules/unused-composite-parameter';
import { unusedDefault } from './rules/unused-default';
import { unusedDocument } from './rules/unused-document';
import { unusedImport } from './rules/unused-import';
import { unusedPluginConfig } from './rules/unused-plugin-config';
import { unusedResource } from './rules/unused-resource';
import { unwatchedBatch } from './rules/unwatched-batch';
import { waveNamedTwice } from './rules/wave-named-twice';
import { waveOrder } from './rules/wave-order';
import { workAtParseTime } from './rules/work-at-parse-time';
import { wrongKeyType } from './rules/wrong-key-type';
import { wrongParameterType } from './rules/wrong-parameter-type';
import { xcomNotUpstream } from './rules/xcom-not-upstream';
import { YAML_RULES } from './yaml-rules';

/** All rules over workflows that have a check, by id. */
export const RULES: readonly WorkflowRule[] = [
  unlistedType,
  parameterCombination,
  deprecatedType,
  ambiguousScalar,
  branchDependency,
  callableAsText,
  conflictingImage,
  continuousRuns,
  cronEitherDay,
  cronSeconds,
  dependencyCycle,
  deprecatedParameter,
  doubleEdge,
  duplicateDagId,
  duplicateDefaults,
  duplicateDependency,
  duplicateImport,
  duplicateItem,
  duplicateName,
  dynamicStartDate,
  emptyDocument,
  emptyGenerator,
  endBeforeStart,
  exclusiveParameters,
  failInJoin,
  fixedTaskId,
  foldedScript,
  handlerWithDependencies,
  hardCodedSecret,
  idlePattern,
  idleTriggerRule,
  incompatibleVersion,
  insecureUrl,
  intervalBeyondTimeout,
  invalidBranch,
  invalidCompositeParameter,
  invalidEmail,
  invalidImage,
  invalidImports,
  invalidJinja,
  invalidJoin,
  invalidName,
  invalidPython,
  invalidSchedule,
  invalidTaskId,
  invalidWave,
  isolatedNode,
  joinAsTarget,
  lossyName,
  maskedFailure,
  maskingDefault,
  missingFormat,
  missingItemName,
  missingLogicalDate,
  missingName,
  missingParameter,
  missingStartDate,
  missingType,
  neverRuns,
  nodeWithoutWave,
  nonTextKey,
  numberOutOfRange,
  oldParameterName,
  oldScheduleKey,
  onFailureLoop,
  patternMismatch,
  redundantDependency,
  removedContextNameRule,
  removedDagArgument,
  scheduleNeverFires,
  scriptAsTemplate,
  selfDependency,
  selfTrigger,
  shadowedDefault,
  sharedTarget,
  staleImage,
  strayMark,
  taskIdCollision,
  tooLong,
  twoSchedules,
  uncheckedCommand,
  unclosedQuote,
  undefinedParam,
  unknownDependency,
  unknownFormat,
  unknownImage,
  unknownItemKey,
  unknownJinjaName,
  unknownKey,
  unknownModule,
  unknownParameter,
  unknownPlaceholder,
  unknownPlugin,
  unknownPythonName,
  unknownResource,
  unknownTarget,
  unknownTriggerRule,
  unknownType,
  unknownWeightRule,
  unknownXcomTask,
  unpairedVerbatim,
  unquotedTemplate,
  unreachableCase,
  unrenderedTemplate,
  unrequiredResource,
  untaggedImage,
  unusableComposite,
  unusableType,
  unusedCompositeParameter,
  unusedDefault,
  unusedDocument,
  unusedImport,
  unusedPluginConfig,
  unusedResource,
  unwatchedBatch,
  waveNamedTwice,
  waveOrder,
  workAtParseTime,
  wrongKeyType,
  wrongParameterType,
  xcomNotUpstream,
];

/** All rules that a workflow can break: those, the rules of YAML itself, and the one about suppressions. */
export const RULE_FACTS: readonly RuleFacts[] = [
  ...RULES,
  ...YAML_RULES,
  ...PLAN_RULES,
  unexplainedSuppression,
  unusedSuppression,
].sort((a, b) => (a.id < b.id ? -1 : 1));
