import type { RuleFacts } from '../../text/rules';
import { unusedSuppression } from '../../text/suppressions';
import type { WorkflowRule } from './context';
import { PLAN_RULES } from './plan-rules';
import { ambiguousScalar } from './rules/ambiguous-scalar';
import { branchDependency } from './rules/branch-dependency';
import { conflictingImage } from './rules/conflicting-image';
import { dependencyCycle } from './rules/dependency-cycle';
import { doubleEdge } from './rules/double-edge';
import { duplicateDefaults } from './rules/duplicate-defaults';
import { duplicateName } from './rules/duplicate-name';
import { emptyDocument } from './rules/empty-document';
import { failInJoin } from './rules/fail-in-join';
import { handlerWithDependencies } from './rules/handler-with-dependencies';
import { incompatibleVersion } from './rules/incompatible-version';
import { invalidBranch } from './rules/invalid-branch';
import { invalidCompositeParameter } from './rules/invalid-composite-parameter';
import { invalidImports } from './rules/invalid-imports';
import { invalidJoin } from './rules/invalid-join';
import { invalidName } from './rules/invalid-name';
import { invalidTaskId } from './rules/invalid-task-id';
import { invalidWave } from './rules/invalid-wave';
import { joinAsTarget } from './rules/join-as-target';
import { missingFormat } from './rules/missing-format';
import { missingName } from './rules/missing-name';
import { missingParameter } from './rules/missing-parameter';
import { missingStartDate } from './rules/missing-start-date';
import { missingType } from './rules/missing-type';
import { nodeWithoutWave } from './rules/node-without-wave';
import { nonTextKey } from './rules/non-text-key';
import { onFailureLoop } from './rules/on-failure-loop';
import { patternMismatch } from './rules/pattern-mismatch';
import { selfDependency } from './rules/self-dependency';
import { taskIdCollision } from './rules/task-id-collision';
import { twoSchedules } from './rules/two-schedules';
import { unknownDependency } from './rules/unknown-dependency';
import { unknownFormat } from './rules/unknown-format';
import { unknownImage } from './rules/unknown-image';
import { unknownKey } from './rules/unknown-key';
import { unknownParameter } from './rules/unknown-parameter';
import { unknownPlaceholder } from './rules/unknown-placeholder';
import { unknownPlugin } from './rules/unknown-plugin';
import { unknownResource } from './rules/unknown-resource';
import { unknownTarget } from './rules/unknown-target';
import { unknownTriggerRule } from './rules/unknown-trigger-rule';
import { unknownType } from './rules/unknown-type';
import { unpairedVerbatim } from './rules/unpaired-verbatim';
import { unusableComposite } from './rules/unusable-composite';
import { unusableType } from './rules/unusable-type';
import { unusedCompositeParameter } from './rules/unused-composite-parameter';
import { unusedDocument } from './rules/unused-document';
import { unusedPluginConfig } from './rules/unused-plugin-config';
import { unusedResource } from './rules/unused-resource';
import { waveNamedTwice } from './rules/wave-named-twice';
import { waveOrder } from './rules/wave-order';
import { wrongKeyType } from './rules/wrong-key-type';
import { wrongParameterType } from './rules/wrong-parameter-type';
import { YAML_RULES } from './yaml-rules';

/** All rules over workflows that have a check, by id. */
export const RULES: readonly WorkflowRule[] = [
  ambiguousScalar,
  branchDependency,
  conflictingImage,
  dependencyCycle,
  doubleEdge,
  duplicateDefaults,
  duplicateName,
  emptyDocument,
  failInJoin,
  handlerWithDependencies,
  incompatibleVersion,
  invalidBranch,
  invalidCompositeParameter,
  invalidImports,
  invalidJoin,
  invalidName,
  invalidTaskId,
  joinAsTarget,
  missingFormat,
  missingName,
  missingParameter,
  missingStartDate,
  missingType,
  nonTextKey,
  onFailureLoop,
  patternMismatch,
  selfDependency,
  taskIdCollision,
  twoSchedules,
  unknownDependency,
  unknownFormat,
  unknownImage,
  unknownKey,
  unknownParameter,
  unknownPlaceholder,
  unknownPlugin,
  unknownResource,
  unknownTarget,
  unknownTriggerRule,
  unknownType,
  unpairedVerbatim,
  unusableComposite,
  unusableType,
  unusedCompositeParameter,
  unusedDocument,
  unusedPluginConfig,
  unusedResource,
  wrongKeyType,
  invalidWave,
  nodeWithoutWave,
  waveNamedTwice,
  waveOrder,
  wrongParameterType,
];

/** All rules that a workflow can break: those, the rules of YAML itself, and the one about suppressions. */
export const RULE_FACTS: readonly RuleFacts[] = [...RULES, ...YAML_RULES, ...PLAN_RULES, unusedSuppression].sort(
  (a, b) => (a.id < b.id ? -1 : 1),
);
