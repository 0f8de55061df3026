import { append } from '../../text/append';
import { coverage } from '../../text/coverage';
import { compareDiagnostics, type Diagnostic, type Severity } from '../../text/diagnostic';
import { atLevels } from '../../text/levels';
import { type Range, shifted } from '../../text/range';
import {
  checksOf,
  checksWithin,
  type FindingCache,
  type Found,
  findAll,
  remembered,
  type ScopeChecks,
  severityOf,
  silencersOf,
  withoutConsequences,
} from '../../text/rules';
import { applySuppressions, readSuppressions } from '../../text/suppressions';
import { NO_COMPOSITES } from '../composites';
import { planProblems, sizeProblem } from '../plan';
import { type DocumentItem, moved, type SectionKey, type WorkflowFile } from '../read';
import { stagingOf } from '../select/staging';
import type { CheckContext, DocumentInput, FileInput, ItemInput } from './context';
import { findInFilled } from './filled';
import { cyclesOf } from './flow-cycles';
import { headerPython } from './header-python';
import { lazy } from './lazy';
import { needsPlan } from './needs-plan';
import { resolveType } from './node-type';
import { type FileOutline, HIDING_PROBLEMS, type NodeOutline, outlineFile } from './outline';
import { RULE_FACTS, RULES } from './rules';
import { unknownFormat } from './rules/unknown-format';
import { scalarsOf } from './scalars';
import { DEFAULT_TARGET, fileSettingsOf, fingerprintOf, settingsOf } from './settings';
import { WRITTEN_HERE } from './suggest';
import { pythonOf, type TemplateText, templatesOf } from './texts';

/**
 * All findings about a workflow file, in order of place: what is wrong with its YAML and what the rules find, less what
 * comments suppress. Pure but for the cache of the context; never throws, whatever the file says.
 */
export function checkWorkflow(file: WorkflowFile, context: CheckContext): readonly Diagnostic[] {
  return checkOutline(outlineFile(file), context);
}

/** The same of a file whose outline is known already. */
export function checkOutline(outline: FileOutline, context: CheckContext): readonly Diagnostic[] {
  const { file } = outline;
  const problems = problemsOf(file);
  const input = fileInputOf(outline, context);
  const unreadable = findAll(FORMAT_CHECKS, input);
  const known = [...problems, ...(unreadable.length > 0 ? unreadable : findInFile(input, context))];
  const found = [...known, ...findInPlan(outline, known, context)];
  const diagnostics = withCarefulFixes(
    withoutConsequences(oncePerSource(ofReadableSources(withDoubtfulQuotes(found), problems)), SILENCERS),
    problems,
  );
  const kept = applySuppressions(diagnostics, readSuppressions(file.text, file.lines, '#'), file, RULE_IDS);
  return [...(context.levels === undefined ? kept : atLevels(kept, context.levels))].sort(compareDiagnostics);
}

/** Leaves out what is said of a copy of something that could not be read: that is told where it stands. */
function ofReadableSources(found: readonly Found[], problems: readonly Found[]): readonly Found[] {
  const hidden = problems.filter(({ diagnostic }) => HIDING_PROBLEMS.has(diagnostic.rule));
  if (hidden.length === 0) return found;
  const isHidden = coverage(hidden.map(({ covers }) => covers));
  return found.filter(
    ({ diagnostic: { related = [] } }) =>
      !related.some(({ message, range }) => message === WRITTEN_HERE && isHidden(range)),
  );
}

/** What is wrong with a value that many aliases stand for is told at the first of them. */
function oncePerSource(found: readonly Found[]): readonly Found[] {
  const told = new Set<string>();
  return found.filter(({ diagnostic: { rule, message, related } }) => {
    const source = related?.find((place) => place.message === WRITTEN_HERE)?.range;
    if (source === undefined) return true;
    const key = `${rule} ${source.start} ${source.end} ${message}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

/** Quotes make a template text: where something else has to stand, they are a proposal. */
function withDoubtfulQuotes(found: readonly Found[]): readonly Found[] {
  const misfits = new Set(
    found.flatMap(({ diagnostic: { rule, range } }) => (rule === 'wrong-parameter-type' ? [range.start] : [])),
  );
  return found.map((one) => {
    const { diagnostic } = one;
    const { fix, rule, range } = diagnostic;
    const isDoubtful = rule === 'unquoted-jinja' && fix !== undefined && misfits.has(range.start);
    return isDoubtful ? { ...one, diagnostic: { ...diagnostic, fix: { ...fix, safety: 'unsafe' } } } : one;
  });
}

/** Beside text that cannot be read, the rest may be read wrongly: fixes there are proposals. */
function withCarefulFixes(diagnostics: readonly Diagnostic[], problems: readonly Found[]): readonly Diagnostic[] {
  const hidden = problems.filter(({ diagnostic }) => HIDING_PROBLEMS.has(diagnostic.rule));
  if (hidden.length === 0) return diagnostics;
  const isDoubtful = coverage(hidden.map(({ covers }) => covers));
  return diagnostics.map((diagnostic) => {
    const { fix, range } = diagnostic;
    return fix === undefined || !isDoubtful(range) ? diagnostic : { ...diagnostic, fix: { ...fix, safety: 'unsafe' } };
  });
}

/** The reader knows no categories. */
const SEVERITIES: ReadonlyMap<string, Severity> = new Map(
  RULE_FACTS.map(({ id, category }) => [id, severityOf(category)]),
);

const SILENCERS = silencersOf(RULE_FACTS);
const FORMAT_CHECKS = checksOf([unknownFormat], 'file');
const FILE_CHECKS = checksOf(RULES, 'file');
const DOCUMENT_CHECKS = checksOf(RULES, 'document');
const ITEM_CHECKS = checksOf(RULES, 'item');

const RULE_IDS: ReadonlySet<string> = new Set(RULE_FACTS.map((rule) => rule.id));

function fileInputOf(file: FileOutline, context: CheckContext): FileInput {
  const { catalogue, composites = NO_COMPOSITES, airflow = DEFAULT_TARGET, twin } = context;
  return { file, staging: lazy(() => stagingOf(file.file, catalogue)), catalogue, composites, airflow, twin };
}

function findInFile(fileInput: FileInput, context: CheckContext): Found[] {
  const { file, catalogue } = fileInput;
  const found = [...findAll(FILE_CHECKS, fileInput, plainSource(file.file.text))];
  const shared = fileSettingsOf(file, context);
  for (const outline of file.documents) {
    const { document } = outline;
    const settings = settingsOf(outline, file, shared);
    const templates = new Map<NodeOutline, readonly TemplateText[]>();
    const input: DocumentInput = {
      outline,
      document,
      cycles: cyclesOf(outline),
      file,
      catalogue,
      settings,
      templatesOf: (node) => {
        const known = templates.get(node) ?? templatesOf(node, settings);
        templates.set(node, known);
        return known;
      },
      headerPython: lazy(() => headerPython(document, file)),
    };
    const source = plainSource(file.file.text.slice(document.range.start, document.range.end));
    append(found, findAll(DOCUMENT_CHECKS, input, source));
    // Where few items changed since, to look for all that is mentioned in a long document would cost more than it spares.
    const checks = context.cache === undefined ? checksWithin(ITEM_CHECKS, source) : ITEM_CHECKS;
    append(found, findInItems(input, checks, context.cache));
  }
  return found;
}

/** Another text stands for it; a pattern of a file or an expression looks the same, and costs no more than time. */
const ALIAS = /\*[^\s*]/;

/** An escape that may write any character, or none at all: with one a text does not show what it says. */
const ESCAPE = /\\[xuU\r\n]/;

/** A text, where what it says stands in it letter by letter. */
function plainSource(text: string): string | undefined {
  return ESCAPE.test(text) ? undefined : text;
}

/** What cannot be built, of a file in which nothing else is wrong. */
function findInPlan(outline: FileOutline, known: readonly Found[], context: CheckContext): readonly Found[] {
  if (outline.composite !== undefined || known.some(({ diagnostic }) => diagnostic.severity === 'error')) return [];
  const { catalogue, composites = NO_COMPOSITES, backend } = context;
  const options = { catalogue, composites, ...(backend === undefined ? {} : { backend }) };
  if (!needsPlan(outline, context)) {
    const tooLarge = sizeProblem(outline.file, options);
    return tooLarge === undefined ? [] : [{ diagnostic: tooLarge, covers: tooLarge.range }];
  }
  const { problems, filled } = planProblems(outline.file, options);
  const found = problems.map((diagnostic) => ({ diagnostic, covers: diagnostic.range }));
  return filled.length === 0 ? found : [...found, ...findInFilled(filled, outline, context)];
}

function findInItems(
  { outline, settings, templatesOf }: DocumentInput,
  checks: ScopeChecks<ItemInput>,
  cache: FindingCache | undefined,
): readonly Found[] {
  const keys = keysBySection(cache === undefined ? '' : fingerprintOf(settings));
  const found: Found[] = [];
  for (const node of outline.nodes) {
    const { item } = node;
    const find = () =>
      findAll(
        checks,
        {
          node,
          item,
          type: node.type === undefined ? undefined : resolveType(node.type.text, node.section, settings),
          settings,
          scalars: lazy(() => scalarsOf(item.map)),
          templates: () => templatesOf(node),
          python: lazy(() => (item.cellText.includes('<<') ? pythonOf(item.map) : [])),
        },
        ALIAS.test(item.cellText) ? undefined : plainSource(item.cellText),
        MOST_OF_ITEM,
      );
    const relative = cache === undefined ? find() : remembered(cache, item.map, keys[item.section], find);
    for (const one of relative) {
      const { diagnostic, covers } = one;
      found.push({ ...one, diagnostic: moved(diagnostic, item.offset), covers: shifted(covers, item.offset) });
    }
  }
  return found;
}

/** Who sees so many of one kind in one node has seen them all. */
const MOST_OF_ITEM = 20;

/** The settings of each section as one text, made once: thousands of items are looked up by it. */
function keysBySection(fingerprint: string): Readonly<Record<SectionKey, string>> {
  const key = (section: SectionKey): string => `${section} ${fingerprint}`;
  return {
    resources: key('resources'),
    before: key('before'),
    operators: key('operators'),
    generators: key('generators'),
    sub_dags: key('sub_dags'),
    after: key('after'),
  };
}

/** What is wrong with the YAML; where it hides part of an item, it is the cause of what seems to be missing there. */
function problemsOf(file: WorkflowFile): Found[] {
  const items = file.documents.flatMap((document) => document.items);
  return file.problems.map((diagnostic) => {
    const hides = HIDING_PROBLEMS.has(diagnostic.rule);
    const severity = SEVERITIES.get(diagnostic.rule) ?? diagnostic.severity;
    return {
      diagnostic: { ...diagnostic, severity },
      covers: hides ? hiddenBy(diagnostic.range, file, items) : diagnostic.range,
    };
  });
}

/** What may be read wrongly because of a place that cannot be read: its item, its entry, or its document. */
function hiddenBy(place: Range, file: WorkflowFile, items: readonly DocumentItem[]): Range {
  const item = itemAt(items, place.start);
  if (item !== undefined) return { start: item.offset, end: item.offset + item.cellText.length };
  const document = file.documents.find(({ range }) => range.start <= place.start && place.start <= range.end);
  const starts = document?.entries.map((entry) => entry.offset) ?? [];
  const start = starts.findLast((offset) => offset <= place.start) ?? document?.range.start ?? place.start;
  const end = starts.find((offset) => offset > place.start) ?? document?.range.end ?? place.end;
  return { start, end: Math.max(end, place.end) };
}

/** The item whose cell holds an offset. */
function itemAt(items: readonly DocumentItem[], offset: number): DocumentItem | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const item = items[low - 1];
  return item !== undefined && offset <= item.offset + item.cellText.length ? item : undefined;
}
