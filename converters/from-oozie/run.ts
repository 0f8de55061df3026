import type { ConversionInput, SourceAccount, SourceDiagnostic, SourceKind } from '../contract';
import { type Books, closeLedger, emptyBooks, type Ledger, openLedger } from './account';
import { attribute, type Conversion, scopeAt } from './conversion';
import { textTemplate } from './el/template';
import { convertTemplate } from './el/to-jinja';
import { applicationFiles } from './find-files';
import { readConfiguration } from './job-properties';
import type { Profile } from './profile/profile';
import type { JobProperties } from './properties';
import { readXml, type XmlElement } from './xml/read-xml';

/** One conversion: what it was given, and what it has found so far. */
export interface Run {
  readonly input: ConversionInput;
  readonly profile: Profile;
  /** Files that would be read but are not there. */
  readonly needs: Set<string>;
  readonly defaultedTypes: Set<string>;
  readonly diagnostics: SourceDiagnostic[];
  readonly books: Books;
  /** The definitions by path, in the order in which they were opened. */
  readonly ledgers: Map<string, Ledger>;
  /** What was read, by path; nothing where a file is there but is no XML. */
  readonly roots: Map<string, XmlElement | undefined>;
}

export function startRun(input: ConversionInput, profile: Profile): Run {
  return {
    input,
    profile,
    needs: new Set(),
    defaultedTypes: new Set(),
    diagnostics: [],
    books: emptyBooks(),
    ledgers: new Map(),
    roots: new Map(),
  };
}

export function diagnose(
  run: Run,
  path: string,
  rule: string,
  message: string,
  range: SourceDiagnostic['range'],
): void {
  run.diagnostics.push({ path, rule, severity: 'error', message, range });
}

/** The root of a definition; each file is read once, and what is wrong with it is told once. */
export function readSource(run: Run, path: string): XmlElement | undefined {
  if (run.roots.has(path)) return run.roots.get(path);
  const text = run.input.files.get(path);
  if (text === undefined) {
    run.needs.add(path);
    return undefined;
  }
  const document = readXml(text);
  run.diagnostics.push(...document.diagnostics.map((diagnostic) => ({ ...diagnostic, path })));
  run.roots.set(path, document.root);
  return document.root;
}

/** The first of these files that is there; those before it are asked for. */
export function firstPresent(run: Run, candidates: readonly string[]): string | undefined {
  for (const candidate of candidates) {
    if (run.input.files.has(candidate)) return candidate;
    run.needs.add(candidate);
  }
  return undefined;
}

/** The properties of a `job-xml` file, looked for where the application of a definition keeps its files. */
export function readJobXml(
  run: Run,
  definition: string,
  path: string,
): readonly (readonly [string, string])[] | undefined {
  const found = path.includes('$') ? undefined : firstPresent(run, applicationFiles(definition, path));
  return found === undefined ? undefined : readConfiguration(run.input.files.get(found) ?? '');
}

/** The books of a definition, opened at its first use. */
export function ledgerOf(run: Run, path: string, kind: SourceKind, root: XmlElement): Ledger {
  const known = run.ledgers.get(path);
  if (known !== undefined) return known;
  const ledger = openLedger(path, kind, root, run.books);
  run.ledgers.set(path, ledger);
  return ledger;
}

export function closeAll(run: Run): SourceAccount[] {
  return [...run.ledgers.values()].map(closeLedger);
}

/** What the parts of one definition are converted with. */
export function startConversion(
  run: Run,
  ledger: Ledger,
  properties: JobProperties,
  root: XmlElement,
  more: Pick<Conversion, 'subWorkflow' | 'jobXml' | 'defaults'> &
    Partial<Pick<Conversion, 'applicationPath' | 'globals'>>,
): Conversion {
  const { profile, diagnostics, defaultedTypes } = run;
  const name = attribute(root, 'name');
  const nameless = {
    ledger,
    profile,
    properties,
    diagnostics,
    defaultedTypes,
    workflowName: textTemplate(''),
    globals: [],
    ...more,
  };
  return {
    ...nameless,
    get workflowName() {
      return name === undefined ? textTemplate('') : convertTemplate(name.value, scopeAt(nameless, name));
    },
  };
}
