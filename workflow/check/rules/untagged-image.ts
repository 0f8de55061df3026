import { findType } from '../../../schemas';
import type { Finding } from '../../../text/rules';
import { asText, entryOf, valueAt, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { imageTypes } from '../image-types';
import { moveFinding } from '../place';
import { rangeOf } from '../suggest';

export const untaggedImage: WorkflowRule = {
  id: 'untagged-image',
  category: 'suspicious',
  silencedBy: ['unknown-image', 'invalid-image', 'wrong-key-type', 'wrong-parameter-type', 'conflicting-image'],
  documentation: {
    summary: 'A container image without a tag or digest, or with the tag `latest`.',
    why: 'Which image runs then depends on the day, and a run that is repeated may do something else.',
    bad: `name: orders
format: 1
operators:
- {name: load, type: container, image: "registry.example.com/load:latest"}
`,
    good: `name: orders
format: 1
operators:
- {name: load, type: container, image: "registry.example.com/load:2.1"}
`,
  },
  mentions: ['image'],
  check: {
    *document({ document }) {
      const entry = entryOf(document, 'images');
      if (entry?.value?.kind !== 'mapping') return;
      for (const { value } of entry.value.pairs) {
        const environments = valueAt(value, 'environments');
        const urls = [
          asText(valueAt(value, 'url')),
          ...(environments?.kind === 'mapping' ? environments.pairs.map((pair) => asText(pair.value)) : []),
        ];
        for (const url of urls) for (const finding of check(url)) yield moveFinding(finding, entry.offset);
      }
    },
    *item({ item, node, settings }) {
      if (!imageTypes.has(findType(settings.catalogue, node.type?.text ?? '')?.name ?? '')) return;
      const image = asText(valueAt(item.map, 'image'));
      if (image !== undefined && !settings.headless && !settings.images.has(image.text)) yield* check(image);
      yield* check(asText(valueAt(valueAt(item.map, 'properties'), 'image')));
    },
  },
};

function* check(image: YamlScalar | undefined): Generator<Finding> {
  if (image === undefined || /<<|\{\{/.test(image.text) || image.text.includes('@')) return;
  const tag = /:([^:/]+)$/.exec(image.text)?.[1];
  if (tag !== undefined && tag !== 'latest') return;
  yield {
    message: `"${image.text}" ${tag === undefined ? 'names no tag' : 'is whatever was pushed last'}: which image runs depends on the day.`,
    range: rangeOf(image),
    help: 'Name a version, or a digest: image@sha256:….',
  };
}
