import { findType } from '../../../schemas';
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
  const reason = whyInvalid(image.text);
  if (reason === undefined) return;
  yield {
    message: `"${image.text}" is no reference to an image: ${reason}.`,
    range: rangeOf(image),
    help: 'Write registry/name:tag, or registry/name@sha256:….',
  };
}

/** Why a text is no reference (distribution/reference, `reference.go`: the grammar that Docker and containerd share). */
function whyInvalid(text: string): string | undefined {
  if (/^[a-z]+:\/\//i.test(text)) return 'it begins with a protocol';
  if (/\s/.test(text.trim()) || text !== text.trim()) return 'it holds a blank';
  const [name = '', ...digests] = text.split('@');
  if (digests.length > 1) return 'it has two digests';
  const [digest] = digests;
  if (digest !== undefined && !DIGEST.test(digest))
    return 'its digest is none: sha256 has 64 characters from 0 to 9 and a to f';
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  const tag = colon < 0 ? undefined : name.slice(colon + 1);
  if (tag !== undefined && !TAG.test(tag)) return tag === '' ? 'behind the colon stands no tag' : `"${tag}" is no tag`;
  const [first = '', ...rest] = (colon < 0 ? name : name.slice(0, colon)).split('/');
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || /[A-Z]/.test(first));
  if (hasHost && !HOST.test(first)) return `"${first}" is no registry`;
  const parts = hasHost ? rest : [first, ...rest];
  const wrong = parts.find((part) => !PART.test(part));
  if (wrong === undefined) return undefined;
  if (wrong === '') return 'a part of its name is empty';
  return wrong === wrong.toLowerCase() ? `"${wrong}" is no part of a name` : `names of images have no capital letters`;
}

const DIGEST =
  /^(?!sha256:)[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$|^sha256:[0-9a-f]{64}$/;
const TAG = /^\w[\w.-]{0,127}$/;
const HOST =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d+)?$/;
const PART = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
