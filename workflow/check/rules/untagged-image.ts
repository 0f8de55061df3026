import type { Finding } from '../../../text/rules';
import type { YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { rangeOf } from '../suggest';
import { imageEntries, referencesOf, referencesOfTask } from '../written-images';

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
      for (const { owner, entry } of imageEntries(document)) {
        for (const reference of referencesOf(entry))
          for (const finding of check(reference)) yield moveFinding(finding, owner.offset);
      }
    },
    item: (input) => referencesOfTask(input).flatMap((image) => [...check(image)]),
  },
};

function* check(image: YamlScalar): Generator<Finding> {
  if (/<<|\{\{/.test(image.text) || image.text.includes('@')) return;
  const tag = /:([^:/]+)$/.exec(image.text)?.[1];
  if (tag !== undefined && tag !== 'latest') return;
  yield {
    message: `"${image.text}" ${tag === undefined ? 'names no tag' : 'is whatever was pushed last'}: which image runs depends on the day.`,
    range: rangeOf(image),
    help: 'Name a version, or a digest: image@sha256:….',
  };
}
