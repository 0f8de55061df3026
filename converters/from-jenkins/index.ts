import type { Diagnostic } from '../../text/diagnostic';
import type { ConversionInput, ConversionResult, LegacyStage, SourceDiagnostic, SourceKind } from '../contract';
import { classifyPipeline } from './classes/classify';
import { selectData } from './classes/select';
import { convertByHand } from './conversion/by-hand';
import { flowOf, startDrawing } from './conversion/drawing';
import { closeLedger, type Ledger, lineOf, openLedger, settleAll } from './conversion/ledger';
import { uniqueName } from './conversion/names';
import { convertPipeline, type PipelineInput } from './conversion/pipeline';
import { readScripted } from './conversion/scripted';
import type { Asked } from './conversion/tables';
import { type Pipeline, readPipeline } from './declarative/index';
import { parseGroovy, type SourceFile } from './groovy/index';
import { loadProfile, type Profile, profileNames } from './profiles/profile';

export { JENKINS_RULE_FACTS } from './declarative/rules';
export { parseGroovy } from './groovy/index';
export { profileNames, tableNames } from './profiles/profile';
export { type AskedTables, tablesText } from './profiles/tables-text';

/**
 * Converts a Jenkinsfile into a workflow. What has no counterpart is accounted for as *manual*, and the task that it
 * belongs to fails until a person has decided. Never throws; reads nothing but `input.files`.
 *
 * Properties: `job_name` (the full name of the job: names the workflow and gives the same `H` as Jenkins), `timezone` (of the
 * controller), `BRANCH_NAME` (the branch that the DAG stands for).
 */
export function convertJenkins(input: ConversionInput): ConversionResult {
  const text = input.files.get(input.entry);
  if (text === undefined) return { workflows: [], sources: [], diagnostics: [], needs: [input.entry] };
  const profile = loadProfile(input.options.profile, input.options.profileText);
  if (profile === undefined) return unknownProfile(input);
  const file = parseGroovy(text);
  const read = readPipeline(file);
  const made = convertFile(input, file, read.pipeline, profile);
  // Where no task runs on a worker, nothing binds the run to the disk of one.
  const isApart = profile.runs === 'host' && !made.kinds.has('bash') && !input.options.properties.has('run_folder');
  const { kind, name, draft, ledger, asked, needs, stages, flow, isEmpty } =
    isApart && made.kinds.size > 0
      ? convertFile(input, file, read.pipeline, { ...profile, runs: { run: '10Gi' } })
      : made;
  const findings = [
    ...syntaxFindings(file),
    ...read.diagnostics,
    ...(made.isRead ? [] : [notDeclarative(file, kind)]),
    ...(isEmpty ? [withoutData] : []),
  ];
  return {
    workflows: isEmpty
      ? []
      : [{ fileName: `${name}.workflow.yaml`, draft, ...(flow === undefined ? {} : { jenkins: flow }) }],
    sources: isEmpty ? [] : [closeLedger(ledger)],
    stages: stages === undefined ? [] : stagesOf(stages, ledger),
    diagnostics: findings.map((finding): SourceDiagnostic => ({ ...finding, path: input.entry })),
    tables: [...asked.values()],
    needs,
  };
}

function convertFile(input: ConversionInput, file: SourceFile, pipeline: Pipeline | undefined, profile: Profile) {
  const kind: SourceKind =
    pipeline !== undefined ? 'jenkins-declarative' : isLibraryCall(file) ? 'jenkins-library' : 'jenkins-scripted';
  const ledger = openLedger(input.entry, kind, file);
  const properties = new Map([...Object.entries(profile.properties), ...input.options.properties]);
  const name = workflowName(input.entry, properties.get('job_name'));
  const needs: string[] = [];
  const asked: Asked = new Map();
  const kinds: PipelineInput['kinds'] = new Set();
  const drawing = startDrawing();
  const scripted = pipeline === undefined && kind === 'jenkins-scripted' ? readScripted(ledger, file) : undefined;
  const whole = pipeline ?? scripted?.pipeline;
  const selected = whole === undefined || properties.get('only') !== 'data' ? undefined : selectData(whole);
  const model = selected?.pipeline ?? whole;
  for (const { stage, message } of selected?.left ?? []) {
    settleAll(ledger, stage.directive.statement, { status: 'dropped', reason: 'no-counterpart-needed', message });
  }
  const beside = scripted === undefined ? {} : { beside: scripted.beside };
  const readFile = (path: string) => readBeside(input, path, needs);
  const draft =
    model === undefined
      ? convertByHand(ledger, name, kind === 'jenkins-library' ? 'a call of a shared library' : 'a scripted pipeline')
      : convertPipeline(
          {
            ledger,
            file,
            profile,
            asked,
            kinds,
            drawing,
            properties,
            name,
            readFile,
            airflow: input.options.airflow,
            ...beside,
          },
          model,
        );
  return {
    kind,
    name,
    draft,
    ledger,
    asked,
    kinds,
    needs,
    isRead: model !== undefined,
    flow: model === undefined ? undefined : flowOf(drawing, model),
    stages: whole,
    isEmpty: selected?.hasData === false,
  };
}

/** Said of a file of which only what works on data was asked for. */
const withoutData: Diagnostic = {
  rule: 'jenkins-without-data',
  severity: 'info',
  message: 'No stage of it works on data: all of it stays on Jenkins. dagport audit says why.',
  range: { start: 0, end: 0 },
};

function stagesOf(pipeline: Pipeline, ledger: Ledger): readonly LegacyStage[] {
  return classifyPipeline(pipeline).map(({ start, ...stage }) => ({ ...stage, line: lineOf(ledger, start) }));
}

/** A file of the repository, named from its root or from the folder of the Jenkinsfile; what is not given yet is asked for. */
function readBeside(input: ConversionInput, path: string, needs: string[]): string | undefined {
  const folder = input.entry.replace(/[^/\\]*$/, '');
  const candidates = [...new Set([path, `${folder}${path}`])];
  for (const candidate of candidates) {
    const text = input.files.get(candidate);
    if (text !== undefined) return text;
  }
  needs.push(...candidates.filter((candidate) => !needs.includes(candidate)));
  return undefined;
}

/** What is wrong with a Jenkinsfile: its syntax, and what Jenkins' own validator would refuse. */
export function checkJenkinsfile(text: string): readonly Diagnostic[] {
  const file = parseGroovy(text);
  return [...syntaxFindings(file), ...readPipeline(file).diagnostics];
}

function syntaxFindings(file: SourceFile): readonly Diagnostic[] {
  return file.problems.map((problem) => ({ rule: 'jenkins-syntax-error', severity: 'error', ...problem }));
}

function notDeclarative(file: SourceFile, kind: SourceKind): Diagnostic {
  const first = file.statements[0]?.range.start ?? 0;
  const end = file.text.slice(first).search(/[\r\n]/);
  const what = kind === 'jenkins-library' ? 'The pipeline is in a shared library' : 'This is a scripted pipeline';
  return {
    rule: 'jenkins-not-declarative',
    severity: 'warning',
    message: `${what} without stages that can be told apart, so all of it is left to a person.`,
    range: { start: first, end: end < 0 ? file.text.length : first + end },
  };
}

/** A file that is one call of something that no plugin of Jenkins itself defines: `buildPlugin()`. */
function isLibraryCall(file: SourceFile): boolean {
  const calls = file.statements.filter((statement) => statement.kind !== 'import' && statement.kind !== 'declaration');
  const [only] = calls;
  if (calls.length !== 1 || only?.kind !== 'expression' || only.expression.kind !== 'call') return false;
  const { callee } = only.expression;
  return (
    callee.kind === 'name' &&
    !['node', 'stage', 'parallel', 'timestamps', 'timeout', 'podTemplate', 'properties'].includes(callee.name)
  );
}

/** From the name of the job, else of the file, else of the folder of a plain `Jenkinsfile`. */
function workflowName(path: string, jobName: string | undefined): string {
  const parts = path.split(/[\\/]/);
  const file = (parts.at(-1) ?? '').replace(/\.(?:groovy|jenkinsfile)$/i, '');
  const rest = file.replace(/^jenkinsfile[._-]?/i, '');
  const own = jobName?.split('/').at(-1) ?? (rest !== '' ? rest : (parts.at(-2) ?? 'jenkinsfile'));
  return uniqueName(own, new Set());
}

function unknownProfile(input: ConversionInput): ConversionResult {
  const message = `There is no profile "${input.options.profile}" for Jenkins: ${profileNames.join(', ')}.`;
  const finding: SourceDiagnostic = {
    rule: 'unknown-profile',
    severity: 'error',
    message,
    range: { start: 0, end: 0 },
    path: input.entry,
  };
  return { workflows: [], sources: [], diagnostics: [finding], needs: [] };
}
