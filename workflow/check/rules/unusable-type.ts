import type { WorkflowRule } from '../context';
import { titleOf } from '../outline';
import { rangeOf } from '../suggest';

export const unusableType: WorkflowRule = {
  id: 'unusable-type',
  category: 'correctness',
  documentation: {
    summary: 'A type that boundary-layer knows and that Airflow does not have, or no longer has.',
    why: 'There is no class that the task could be. What to use instead differs from type to type; the message says it.',
    bad: `name: models
operators:
- {name: train, type: ml_engine_training}
`,
    good: `name: models
operators:
- name: train
  type: bash
  properties: {bash_command: "gcloud ai custom-jobs create --region eu --display-name train --config job.yaml"}
`,
  },
  check: {
    *item({ item, node, settings }) {
      const { type, section } = node;
      if (type === undefined || section === 'generators' || section === 'sub_dags' || section === 'resources') return;
      const gone = settings.catalogue.findGone(type.text);
      if (gone === undefined || settings.catalogue.find(type.text) !== undefined) return;
      const reasons = new Map<string, string[]>();
      for (const [version, reason] of gone.targets) reasons.set(reason, [...(reasons.get(reason) ?? []), version]);
      const help = [...reasons]
        .map(([reason, versions]) => `On Airflow ${versions.join(' and ')}: ${reason}`)
        .join(' ');
      yield {
        message: `Nothing can be built for ${titleOf(node)}: no Airflow runs a "${type.text}" now.`,
        range: rangeOf(type),
        help,
        covers: { start: item.map.start, end: item.map.end },
      };
    },
  },
};
