import { type InlayHint, InlayHintKind, type Range as LspRange } from 'vscode-languageserver';
import { offsetAt, positionAt, type Range } from '../../text/range';
import { type ImageEntry, type InheritedValue, imagesOf, inheritedValues, type PlanOptions } from '../../workflow/plan';
import { absolute, asText, type DocumentItem, pairOf, type WorkflowFile, type YamlNode } from '../../workflow/read';
import { planOptions, projectOf } from '../project';
import type { OpenDocument, Workspace } from '../workspace';

/** `textDocument/inlayHint`: behind a type the properties that the task inherits, behind the name of an image its URL. */
export function inlayHints(workspace: Workspace, document: OpenDocument, visible: LspRange): InlayHint[] {
  const file = document.file.get();
  const range = { start: offsetAt(file.lines, visible.start), end: offsetAt(file.lines, visible.end) };
  const options = planOptions(workspace.catalogue, projectOf(workspace.projects, document.uri));
  const images = imagesOf(file, options);
  return file.documents
    .flatMap((each) => each.items)
    .filter((item) => touches(absolute(item, item.map), range))
    .flatMap((item) => [...inheritedHints(file, item, options), ...imageHints(file, item, images, options)]);
}

function touches(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** More than these make the line unreadable; the tooltip has them all. */
const MOST_NAMED = 3;

function inheritedHints(file: WorkflowFile, item: DocumentItem, { catalogue }: PlanOptions): InlayHint[] {
  const type = asText(pairOf(item.map, 'type')?.value);
  const inherited = type === undefined ? [] : inheritedValues(file, item, catalogue);
  if (type === undefined || inherited.length === 0 || type.from !== undefined) return [];
  const named = inherited.slice(0, MOST_NAMED).map(({ name, value }) => `${name}: ${inBrief(value)}`);
  const more = inherited.length - named.length;
  return [
    {
      position: positionAt(file.lines, absolute(item, type).end),
      label: `+ ${named.join(', ')}${more > 0 ? `, ${more} more` : ''}`,
      kind: InlayHintKind.Parameter,
      paddingLeft: true,
      tooltip: inherited.map((value) => inWords(value, file)).join('\n'),
    },
  ];
}

function inWords({ name, value, from, range }: InheritedValue, { lines }: WorkflowFile): string {
  return `${name}: ${inBrief(value)} (${from}, line ${positionAt(lines, range.start).line + 1})`;
}

const LONGEST = 24;

/** A value on one line. */
function inBrief(node: YamlNode): string {
  if (node.kind === 'list') return `[${node.items.length === 0 ? '' : '…'}]`;
  if (node.kind === 'mapping') return `{${node.pairs.length === 0 ? '' : '…'}}`;
  const text = node.kind === 'alias' ? '' : node.text.replace(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function imageHints(
  file: WorkflowFile,
  item: DocumentItem,
  images: ReadonlyMap<string, ImageEntry>,
  { environment }: PlanOptions,
): InlayHint[] {
  const name = asText(pairOf(item.map, 'image')?.value);
  const entry = name === undefined ? undefined : images.get(name.text);
  const url = (environment === undefined ? undefined : entry?.environments.get(environment)) ?? entry?.url;
  if (name === undefined || name.from !== undefined || url === undefined) return [];
  return [{ position: positionAt(file.lines, absolute(item, name).end), label: url, paddingLeft: true }];
}
