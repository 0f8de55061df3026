import { absolute, asText, entryOf, pairOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';

export const staleImage: WorkflowRule = {
  id: 'stale-image',
  category: 'suspicious',
  silencedBy: ['wrong-key-type', 'untagged-image'],
  documentation: {
    summary: 'An image whose tag moves is pulled only where it is missing, or never.',
    why: 'Each machine keeps the image that it pulled first, so tasks run different versions on different machines.',
    bad: `name: orders
format: 1
images: {load: {url: "registry.example.com/load:main", pull: missing}}
operators:
- {name: load, type: container, image: load}
`,
    good: `name: orders
format: 1
images: {load: {url: "registry.example.com/load:main", pull: always}}
operators:
- {name: load, type: container, image: load}
`,
  },
  mentions: ['pull'],
  check: {
    *document({ document }) {
      const entry = entryOf(document, 'images');
      if (entry?.value?.kind !== 'mapping') return;
      for (const { value } of entry.value.pairs) {
        const pull = asText(pairOf(value, 'pull')?.value);
        const environments = valueAt(value, 'environments');
        if (pull === undefined || (pull.text !== 'missing' && pull.text !== 'never')) continue;
        const urls = [
          asText(valueAt(value, 'url')),
          ...(environments?.kind === 'mapping' ? environments.pairs.map((pair) => asText(pair.value)) : []),
        ];
        const moving = urls.find(
          (url) =>
            url !== undefined && /:(?:latest|main|master|dev|develop|edge|nightly|staging|stable)$/.test(url.text),
        );
        if (moving === undefined) continue;
        yield {
          message: `The tag of "${moving.text}" moves, and with "pull: ${pull.text}" each machine keeps what it pulled first.`,
          range: absolute(entry, pull),
          help: 'Write "pull: always", or name a version.',
        };
      }
    },
  },
};
