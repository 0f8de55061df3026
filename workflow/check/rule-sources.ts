/**
 * Why there is a rule: what boundary-layer refuses, what it lets pass and should not, what Airflow asks for, what changed with
 * Airflow 3, and what dagport's additions to the language need.
 */
export type RuleSource = 'boundary-layer' | 'gap' | 'Airflow' | 'Airflow 3' | 'dagport';

const IDS: Readonly<Record<RuleSource, string>> = {
  'boundary-layer': `
    ambiguous-argument dependency-cycle duplicate-name empty-document incompatible-version invalid-imports
    invalid-name invalid-pattern missing-item-name missing-name missing-parameter missing-type no-mapping
    reference-cycle shared-target tab-indentation unknown-alias unknown-dependency unknown-key unknown-parameter
    unknown-plugin unknown-resource unknown-target unknown-type unpaired-verbatim unusable-type unused-document
    unused-resource wrong-key-type wrong-parameter-type yaml-syntax yaml-tag`,
  gap: `
    ambiguous-scalar callable-as-text cron-either-day cron-seconds double-edge duplicate-anchor duplicate-dag-id
    duplicate-dependency duplicate-import duplicate-item duplicate-key dynamic-generator empty-generator
    end-before-start exclusive-parameters expansion-too-large fixed-task-id hard-coded-secret idle-pattern insecure-url invalid-email
    invalid-jinja invalid-python isolated-node lossy-name masking-default merge-conflict missing-start-date
    non-text-key null-in-text number-out-of-range parameter-combination redundant-dependency schedule-never-fires
    self-dependency shadowed-default stray-mark task-id-collision too-many-aliases unknown-jinja-name
    unclosed-quote unknown-item-key unknown-module unknown-python-name unquoted-jinja unrequired-resource unused-default unused-import unused-plugin-config
    work-at-parse-time`,
  Airflow: `
    continuous-runs dynamic-start-date folded-script idle-trigger-rule interval-beyond-timeout invalid-image invalid-schedule invalid-task-id masked-failure
    missing-logical-date pattern-mismatch script-as-template self-trigger too-long unchecked-command
    undefined-param unknown-trigger-rule unknown-weight-rule unknown-xcom-task unlisted-type unquoted-template unrendered-template
    untagged-image unwatched-batch xcom-not-upstream`,
  'Airflow 3': `
    deprecated-parameter deprecated-type old-parameter-name old-schedule-key removed-context-name
    removed-dag-argument two-schedules`,
  dagport: `
    branch-dependency conflicting-image duplicate-defaults fail-in-join handler-with-dependencies
    image-without-url invalid-branch invalid-composite-parameter invalid-join invalid-wave join-as-target
    missing-format never-runs node-without-wave on-failure-loop stale-image unexplained-suppression unknown-format
    unknown-image unknown-placeholder unreachable-case unsupported-container-property unsupported-pull
    unusable-composite unused-composite-parameter unused-suppression wave-named-twice wave-order`,
};

/** By the id of the rule. */
export const RULE_SOURCES: ReadonlyMap<string, RuleSource> = new Map(
  Object.entries(IDS).flatMap(([source, ids]) =>
    ids
      .trim()
      .split(/\s+/)
      .map((id) => [id, source as RuleSource] as const),
  ),
);
