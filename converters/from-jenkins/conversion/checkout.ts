import { imageName } from './agent';
import { addNode, type DocumentDraft, type Flow, following } from './document';
import { takeName } from './names';
import { cloneLines, nowhere, ownRepository } from './repository';
import type { Scope } from './scope';
import { draftTask } from './task';

/** The task that Jenkins calls "Declarative: Checkout SCM", before the first one that works in the folder of an agent. */
export function addCheckout(scope: Scope, document: DocumentDraft, flow: Flow): Flow {
  const { conversion } = scope;
  const { image } = conversion.profile.checkout ?? {};
  const place: Scope = {
    ...scope,
    agent:
      image === undefined
        ? { kind: 'bash' }
        : { kind: 'container', image: imageName(scope, image, false), volumes: [], environment: new Map() },
    prelude: [],
    own: new Map(),
    blockers: [],
  };
  const { lines, environment } = cloneLines(scope, ownRepository(scope, nowhere), nowhere);
  const draft = draftTask(place, [{ kind: 'lines', lines }], environment, []);
  const name = takeName([...scope.path.slice(-1), 'checkout'].join(' '), conversion.names);
  const { upstream, rule } = following(flow);
  addNode(document, {
    name,
    type: draft.type,
    entries: draft.entries,
    upstream,
    properties: [...draft.properties, ...rule],
    comment: ['Declarative: Checkout SCM'],
  });
  return { after: [name], skippable: false };
}
