import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LegacySource } from '../../cli/convert/find-sources';
import { runConversion } from '../../cli/convert/run-conversion';
import type { ConstructStatus, ConversionResult } from '../../converters/contract';
import { parseGroovy } from '../../converters/from-jenkins';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { CONVERTERS } from '../../migration';
import { type Verification, verifyFlow, verifyPipeline } from '../../migration/verify';
import type { Catalogue } from '../../schemas';
import { checkWorkflow } from '../../workflow/check';
import { planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { writeDraft } from '../../workflow/write';
import { countStatements, countXml } from './count';

/** What became of one file of the corpus. */
export interface Measured {
  readonly path: string;
  readonly kind: string;
  readonly crash?: string;
  /** Oozie's own reasons to refuse it. */
  readonly refused: readonly string[];
  /** Constructs that an independent count finds and the account has not, of all sources that were read with it. */
  readonly lost: number;
  readonly total: number;
  readonly statuses: Readonly<Record<ConstructStatus, number>>;
  /** `construct: message`, of what is left to a person or differs. */
  readonly manual: readonly string[];
  readonly approximated: readonly string[];
  readonly lint: readonly string[];
  readonly warnings: readonly string[];
  readonly outputs: readonly { readonly yaml: string; readonly dag: string | undefined }[];
  /** The same bytes when it is converted twice. */
  readonly stable: boolean;
  /** Warm: of the second conversion, reading files left out. */
  readonly milliseconds: number;
  /** Of each workflow that has a flow of tokens. */
  readonly verified: readonly Verification[];
  readonly verifyMilliseconds: number;
}

export interface MeasureInput {
  readonly cwd: string;
  readonly source: LegacySource;
  readonly profile: string;
  readonly catalogue: Catalogue;
  readonly verify: boolean;
}

const none: Readonly<Record<ConstructStatus, number>> = { converted: 0, approximated: 0, manual: 0, dropped: 0 };

export async function measureSource(input: MeasureInput): Promise<Measured> {
  const { path: name } = input.source;
  const base = {
    path: name,
    kind: 'crashed',
    refused: [],
    lost: 0,
    total: 0,
    statuses: none,
    manual: [],
    approximated: [],
  };
  const rest = {
    lint: [],
    warnings: [],
    outputs: [],
    stable: true,
    milliseconds: 0,
    verified: [],
    verifyMilliseconds: 0,
  };
  try {
    return await measure(input);
  } catch (error) {
    return { ...base, ...rest, crash: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function measure({ cwd, source, profile, catalogue, verify }: MeasureInput): Promise<Measured> {
  const options = { profile, properties: new Map<string, string>(), airflow: '3.3' as const };
  const first = await runConversion(cwd, source, options);
  const started = performance.now();
  const second = CONVERTERS[source.system]({ entry: source.path, files: first.texts, options });
  const milliseconds = performance.now() - started;
  const texts = writtenTexts(first.result);
  const outputs = texts.map((yaml, index) => ({
    yaml,
    ...checkText(yaml, catalogue, `${source.path}.${index}`.replace(/[^A-Za-z0-9_.-]+/g, '_')),
  }));
  const { sources, diagnostics } = first.result;
  const verifying = performance.now();
  const verified = verify
    ? first.result.workflows.flatMap(({ flow, jenkins }, index) => {
        const file = readWorkflow('c.workflow.yaml', texts[index] ?? '');
        const { plan } = planWorkflow(file, { catalogue });
        const predicted = diagnostics.some(({ rule }) => rule === 'oozie-fork-join');
        if (plan === undefined) return [];
        if (jenkins !== undefined) return [verifyPipeline(jenkins, plan, 1, 2_000)];
        return flow === undefined ? [] : [verifyFlow({ legacy: flow, plan, seed: 1, predicted })];
      })
    : [];
  const verifyMilliseconds = performance.now() - verifying;
  const constructs = sources.flatMap((account) => account.constructs);
  const lost = sources.map((account) => {
    const text = first.texts.get(account.path) ?? readFileSync(path.resolve(cwd, account.path), 'utf8');
    const outside = source.system === 'jenkins' ? countStatements(parseGroovy(text).statements) : countXml(text).total;
    return Math.abs(outside - account.constructs.length);
  });
  const count = (status: ConstructStatus) => constructs.filter((construct) => construct.status === status).length;
  const said = (status: ConstructStatus) =>
    constructs
      .filter((construct) => construct.status === status)
      .map(({ construct, message = '' }) => `${construct}: ${message}`);
  return {
    path: source.path,
    kind: sources[0]?.kind ?? 'unread',
    refused: diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, message }) => `${rule}: ${message}`),
    lost: lost.reduce((sum, number) => sum + number, 0),
    total: constructs.length,
    statuses: {
      converted: count('converted'),
      approximated: count('approximated'),
      manual: count('manual'),
      dropped: count('dropped'),
    },
    manual: said('manual'),
    approximated: said('approximated'),
    lint: outputs.flatMap((output) => output.errors),
    warnings: outputs.flatMap((output) => output.warnings),
    outputs: outputs.map(({ yaml, dag }) => ({ yaml, dag })),
    stable: writtenTexts(second).join('\0') === texts.join('\0'),
    milliseconds,
    verified,
    verifyMilliseconds,
  };
}

function writtenTexts(result: ConversionResult): string[] {
  return result.workflows.map(({ draft }) => writeDraft(draft).text);
}

/** `dagId`: DAGs of a corpus have the same names again and again, and Airflow loads only one of each. */
function checkText(yaml: string, catalogue: Catalogue, dagId: string) {
  const file = readWorkflow('c.workflow.yaml', yaml);
  const diagnostics = checkWorkflow(file, { catalogue });
  const { plan, problems } = planWorkflow(file, { catalogue });
  const all = [...diagnostics, ...problems];
  const of = (severity: string) =>
    all.filter((found) => found.severity === severity).map(({ rule, message }) => `${rule}: ${message}`);
  const dag =
    plan === undefined
      ? undefined
      : emitPython({ ...plan, dagId }, airflowTargets['3.3'], {
          tool: 'dagport',
          sourcePath: 'c.workflow.yaml',
          lines: file.lines,
        });
  return { errors: of('error'), warnings: of('warning'), dag };
}
