import { addNames, BACKENDS, type Parameter } from '../../schemas';
import { valueAt, type YamlMapping } from '../read';
import type { ItemSettings } from './context';

/** What a `container` says for one backend only, and what the operator that it becomes there takes. */
export interface BackendValues {
  readonly backend: string;
  readonly values: YamlMapping;
  readonly parameters: ReadonlyMap<string, Parameter>;
}

/** A container on ECS is two tasks: the one that registers its definition takes these beside. */
const REGISTERS = 'ecs_register_task_definition';

/** The entries of `backends` of an item, each with the parameters of its operator; those of unknown backends are left out. */
export function backendValues(map: YamlMapping, settings: ItemSettings): readonly BackendValues[] {
  const given = valueAt(map, 'backends');
  if (given === undefined) return [];
  return BACKENDS.flatMap(({ name, type }): readonly BackendValues[] => {
    const values = valueAt(given, name);
    const operator = settings.catalogue.find(type);
    if (values?.kind !== 'mapping' || operator === undefined) return [];
    const parameters = new Map<string, Parameter>();
    const registers = name === 'ecs' ? settings.catalogue.find(REGISTERS) : undefined;
    if (registers !== undefined) addNames(parameters, registers.parameters);
    for (const [key, parameter] of settings.propertiesOf({ kind: 'operator', type: operator }))
      parameters.set(key, parameter);
    return [{ backend: name, values, parameters }];
  });
}
