import { whyNoImage } from '../../../schemas';
import type { Finding } from '../../../text/rules';
import { asText, valueAt, type YamlNode, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { rangeOf } from '../suggest';
import { holdsVerbatim } from '../verbatim';
import { imageEntries, referencesOf, referencesOfTask } from '../written-images';

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
      for (const { owner, entry } of imageEntries(document))
        for (const finding of checkEntry(entry)) yield moveFinding(finding, owner.offset);
    },
    item: (input) => referencesOfTask(input).flatMap((image) => [...check(image)]),
  },
};

/** An entry of `images`. */
function* checkEntry(image: YamlNode): Generator<Finding> {
  for (const reference of referencesOf(image)) {
    if (holdsVerbatim(reference.text))
      yield {
        message: `An entry of "images" is text, and "${reference.text}" is Python.`,
        range: rangeOf(reference),
        help: 'Write "from_env: NAME" for a reference that is read where the DAG runs, or the Python in "image" of the task.',
      };
    else yield* check(reference);
  }
  const variable = asText(valueAt(image, 'from_env'));
  if (variable === undefined || !/[\s$={}]|^$/.test(variable.text)) return;
  yield {
    message: `"${variable.text}" is no name of an environment variable.`,
    range: rangeOf(variable),
    help: 'Write the name alone: FETCH_IMAGE.',
  };
}

function* check(image: YamlScalar): Generator<Finding> {
  if (/<<|\{\{|\{%/.test(image.text)) return;
  const reason = whyNoImage(image.text);
  if (reason === undefined) return;
  yield {
    message: `"${image.text}" is no reference to an image: ${reason}.`,
    range: rangeOf(image),
    help: 'Write registry/name:tag, or registry/name@sha256:….',
  };
}
