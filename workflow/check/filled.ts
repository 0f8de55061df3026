import { checksOf, type Found, findAll } from '../../text/rules';
import type { FilledItem } from '../plan';
import { absolute, type DocumentItem, valueAt, type WorkflowDocument, type YamlPair, type YamlScalar } from '../read';
import type { CheckContext, ItemInput, ItemSettings } from './context';
import { lackingOf } from './given';
import { lazy } from './lazy';
import { resolveType } from './node-type';
import { type FileOutline, outlineFile, outlineItem } from './outline';
import { invalidBranch } from './rules/invalid-branch';
import { invalidEmail } from './rules/invalid-email';
import { invalidImage } from './rules/invalid-image';
import { invalidJinja } from './rules/invalid-jinja';
import { missingParameter } from './rules/missing-parameter';
import { numberOutOfRange } from './rules/number-out-of-range';
import { patternMismatch } from './rules/pattern-mismatch';
import { removedContextNameRule } from './rules/removed-context-name';
import { unknownImage } from './rules/unknown-image';
import { unknownJinjaName } from './rules/unknown-jinja-name';
import { unknownTriggerRule } from './rules/unknown-trigger-rule';
import { unknownWeightRule } from './rules/unknown-weight-rule';
import { wrongParameterType } from './rules/wrong-parameter-type';
import { scalarsOf } from './scalars';
import { fileSettingsOf, settingsOf } from './settings';
import { templatesOf } from './texts';

/** The rules about values: they pass by those that hold a placeholder, for what that stands for is known only later. */
const RULES_OF_VALUES = checksOf(
  [
    wrongParameterType,
    numberOutOfRange,
    patternMismatch,
    unknownTriggerRule,
    unknownWeightRule,
    unknownImage,
    invalidImage,
    invalidEmail,
    invalidBranch,
    invalidJinja,
    unknownJinjaName,
    removedContextNameRule,
  ],
  'item',
);

/**
 * What is wrong with values now that it is known what their placeholders stand for. It is told where the placeholder
 * stands, for the first task that has the value; of a composite, where the workflow uses it.
 */
export function findInFilled(items: readonly FilledItem[], file: FileOutline, context: CheckContext): readonly Found[] {
  const settingsIn = settingsByDocument(file, context);
  const first = new Map<string, Found>();
  for (const one of items) {
    const settings = settingsIn(one);
    for (const found of settings === undefined ? [] : findInOne(one, settings)) {
      const { rule, range } = found.diagnostic;
      const key = `${rule} ${range.start} ${one.inside === undefined ? '' : found.covers.start}`;
      if (!first.has(key)) first.set(key, { ...found, covers: range });
    }
  }
  return [...first.values()];
}

/** The settings of the documents of the workflow, and of those of its composites, which share what the workflow gives to all its tasks. */
function settingsByDocument(file: FileOutline, context: CheckContext): (item: FilledItem) => ItemSettings | undefined {
  const known = new Map<WorkflowDocument, ItemSettings | undefined>();
  const shared = lazy(() => fileSettingsOf(file, context));
  const work = ({ document, inside }: FilledItem): ItemSettings | undefined => {
    const outline = inside === undefined ? file : outlineFile(inside.composite.file);
    const own = outline.documents.find((one) => one.document === document);
    if (own === undefined) return undefined;
    if (inside === undefined) return settingsOf(own, outline, shared());
    const { images, imageNames, environments, defaultArguments, typeDefaults } = shared();
    const ofComposite = fileSettingsOf(outline, context);
    return settingsOf(own, outline, {
      ...ofComposite,
      images,
      imageNames,
      environments,
      defaultArguments,
      typeDefaults,
    });
  };
  return (item) => {
    if (!known.has(item.document)) known.set(item.document, work(item));
    return known.get(item.document);
  };
}

/** Ranges of what is found are those of the workflow; `covers` is the place in the item, by which findings are told apart. */
function findInOne(one: FilledItem, settings: ItemSettings): readonly Found[] {
  const { written, filled } = one;
  const places = scalarsOf(written.map).filter(({ text }) => text.includes('${{'));
  const placeholderAt = ({ start }: { readonly start: number }): YamlScalar | undefined =>
    places.find((place) => place.start <= start && start <= place.end);
  const ofValues = findAll(RULES_OF_VALUES, inputOf(filled, settings)).flatMap(({ diagnostic }): readonly Found[] => {
    const place = placeholderAt(diagnostic.range);
    if (place === undefined) return [];
    const { fix: _, ...rest } = diagnostic;
    const message = `${rest.message} ${standsFor(place, one)}`;
    return [{ diagnostic: { ...rest, message: within(one, message), range: placeOf(one, place) }, covers: place }];
  });
  return [...ofValues, ...lostIn(one, settings)];
}

function inputOf(item: DocumentItem, settings: ItemSettings): ItemInput {
  const node = outlineItem(item);
  const type = node.type === undefined ? undefined : resolveType(node.type.text, node.section, settings);
  const templates = lazy(() => templatesOf(node, settings));
  return { node, item, type, settings, scalars: lazy(() => scalarsOf(item.map)), templates, python: () => [] };
}

/** Properties that their type needs, and whose placeholder stands for a parameter that was not given. */
function lostIn(one: FilledItem, settings: ItemSettings): readonly Found[] {
  const { written, filled } = one;
  const { type } = inputOf(filled, settings);
  if (type === undefined || type.kind === 'composite') return [];
  const lost = pairsOf(written).filter(({ key }) => !pairsOf(filled).some((pair) => pair.key.text === key.text));
  if (lost.length === 0) return [];
  const lacking = lackingOf(filled.map, type, settings);
  return lost.flatMap(({ key, value }): readonly Found[] => {
    if (!lacking.has(key.text) || value.kind !== 'scalar') return [];
    const title = filled.map.pairs.find((pair) => pair.key.text === 'type')?.value;
    const name = title?.kind === 'scalar' ? title.text : '';
    const message = `"${name}" needs "${key.text}", and in "${one.id}" nothing is given for ${value.text}.`;
    const range = placeOf(one, value);
    return [
      {
        diagnostic: { rule: missingParameter.id, severity: 'error', message: within(one, message), range },
        covers: value,
      },
    ];
  });
}

function pairsOf({ map }: DocumentItem): readonly YamlPair[] {
  const properties = valueAt(map, 'properties');
  return properties?.kind === 'mapping' ? properties.pairs : [];
}

function standsFor({ text }: YamlScalar, { id }: FilledItem): string {
  const isWhole = /^\s*\$\{\{[^{}]*\}\}\s*$/.test(text);
  return isWhole
    ? `In "${id}" ${text.trim()} stands for that.`
    : `So it is in "${id}" when its placeholders are filled.`;
}

function within({ inside }: FilledItem, message: string): string {
  return inside === undefined ? message : `In the composite "${inside.composite.name}": ${message}`;
}

function placeOf({ written, inside }: FilledItem, place: YamlScalar): Found['covers'] {
  return inside?.use ?? absolute(written, place);
}
