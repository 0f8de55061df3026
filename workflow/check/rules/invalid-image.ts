import { findType, whyNoImage } from '../../../schemas';
import type { Finding } from '../../../text/rules';
import { asText, entryOf, valueAt, type YamlNode, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { imageTypes } from '../image-types';
import { moveFinding } from '../place';
import { rangeOf } from '../suggest';

export const invalidImage: WorkflowRule = {
  id: 'invalid-image',
  category: 'correctness',
  silencedBy: [
    'unknown-image',
    'wrong-key-type',
    'wrong-parameter-type',
    'conflicting-image',
    'yaml-syntax',
    'unknown-key',
  ],
  documentation: {
    summary:
      'A container image that cannot be: its reference has no form that Docker and Kubernetes read, or `from_env` no name of a variable.',
    why: 'The task fails when it starts: `invalid reference format`, `InvalidImageName`. A variable that cannot be set leaves the image that stands beside it, in silence.',
    bad: `name: orders
format: 1
operators:
- {name: load, type: container, image: "https://registry.example.com/load:2.1"}
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
      for (const { value } of entry.value.pairs)
        for (const finding of checkEntry(value)) yield moveFinding(finding, entry.offset);
    },
    *item({ item, node, settings }) {
      if (!imageTypes.has(findType(settings.catalogue, node.type?.text ?? '')?.name ?? '')) return;
      const image = asText(valueAt(item.map, 'image'));
      if (image !== undefined && !settings.headless && !settings.images.has(image.text)) yield* check(image);
      yield* check(asText(valueAt(valueAt(item.map, 'properties'), 'image')));
    },
  },
};

/** An entry of `images`. */
function* checkEntry(image: YamlNode): Generator<Finding> {
  yield* check(asText(valueAt(image, 'url')));
  const environments = valueAt(image, 'environments');
  for (const { value } of environments?.kind === 'mapping' ? environments.pairs : []) yield* check(asText(value));
  const variable = asText(valueAt(image, 'from_env'));
  if (variable === undefined || !/[\s$={}]|^$/.test(variable.text)) return;
  yield {
    message: `"${variable.text}" is no name of an environment variable.`,
    range: rangeOf(variable),
    help: 'Write the name alone: FETCH_IMAGE.',
  };
}

function* check(image: YamlScalar | undefined): Generator<Finding> {
  if (image === undefined || /<<|\{\{|\{%/.test(image.text)) return;
  const reason = whyNoImage(image.text);
  if (reason === undefined) return;
  yield {
    message: `"${image.text}" is no reference to an image: ${reason}.`,
    range: rangeOf(image),
    help: 'Write registry/name:tag, or registry/name@sha256:….',
  };
}
