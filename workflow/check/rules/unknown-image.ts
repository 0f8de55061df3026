import { didYouMean } from '../../../text/nearest';
import { asText, entryOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { misnamedFinding } from '../misnamed';
import { moveFinding } from '../place';
import { proposeName, rangeOf, withFix } from '../suggest';

export const unknownImage: WorkflowRule = {
  id: 'unknown-image',
  category: 'security',
  silencedBy: ['unknown-key'],
  documentation: {
    summary: 'An `image` that is neither a name of `images` nor a reference to a registry.',
    why: 'A misspelt name would be pulled from a public registry, where it may be anybody’s.',
    bad: `name: orders
format: 1
images:
  loader: {url: "registry.example.com/loader:1.4"}
operators:
- {name: load, type: container, image: laoder, properties: {command: [load]}}
`,
    good: `name: orders
format: 1
images:
  loader: {url: "registry.example.com/loader:1.4"}
operators:
- {name: load, type: container, image: loader, properties: {command: [load]}}
`,
    fixSafety: 'A proposal: the nearest name may be another image.',
  },
  mentions: ['image'],
  check: {
    *document({ outline, document, file, settings }) {
      const entry = outline.primary && !file.headless ? entryOf(document, 'images') : undefined;
      if (entry?.value?.kind !== 'mapping') return;
      const defined = new Map(entry.value.pairs.map(({ key }) => [key.text, key]));
      for (const [name, definition] of settings.misnamedImages) {
        const key = defined.get(definition);
        if (key !== undefined) yield moveFinding(misnamedFinding(key, name, 'image'), entry.offset);
      }
    },
    *item({ item, settings }) {
      const image = asText(valueAt(item.map, 'image'));
      if (
        settings.headless ||
        image === undefined ||
        settings.images.has(image.text) ||
        /[/:@]|<<|\$\{\{/.test(image.text)
      )
        return;
      const hint = didYouMean(image.text, settings.imageNames());
      if (settings.isProjectBroken && hint === '') return;
      yield {
        message: `"${image.text}" is no name of "images", and would be pulled from a public registry.${hint}`,
        range: rangeOf(image),
        help: 'Define it in "images", or write a whole reference: "registry/name:tag".',
        ...withFix(proposeName(image, settings.imageNames())),
      };
    },
  },
};
