/** Where checks can be set up. */
export const CI_SYSTEMS = ['github', 'gitlab', 'jenkins', 'pre-commit'] as const;

export type CiSystem = (typeof CI_SYSTEMS)[number];

/** The systems that a list names, separated by commas; nothing where it names something else. */
export function parseCi(text: string): readonly CiSystem[] | undefined {
  const names = text.split(/[\s,]+/).filter((name) => name !== '' && name !== 'none');
  const systems = names.flatMap((name) => CI_SYSTEMS.find((system) => system === name) ?? []);
  return systems.length === names.length ? systems : undefined;
}
