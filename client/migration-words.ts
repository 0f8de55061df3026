import type { MigrationAnswer } from '../server/protocol';

/** What a person does who accepts a migration. */
export function writeTitle({ workflows }: MigrationAnswer): string {
  return workflows.length === 1 ? 'Write this workflow' : `Write ${workflows.length} workflows`;
}

/** What became of the constructs of a migration, in words; what asks something of a person comes first. */
export function tellMigration({ constructs, sources, problems }: MigrationAnswer): string {
  const { total, manual, approximated, dropped } = constructs;
  const parts = [
    ...(manual === 0 ? [] : [`${manual} left to you`]),
    ...(approximated === 0 ? [] : [`${approximated} with a difference`]),
    ...(dropped === 0 ? [] : [`${dropped} without meaning on Airflow`]),
  ];
  const from = sources.length > 3 ? `${sources.length} files` : sources.map(lastPart).join(', ');
  const failed = problems.length === 0 ? '' : `; nothing can be made of ${problems.length} more`;
  return `${total} constructs of ${from}${parts.length === 0 ? ', all converted' : `: ${parts.join(', ')}`}${failed}`;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
