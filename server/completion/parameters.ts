import {
  addNames,
  type Catalogue,
  describeType,
  KEYWORD_PROPERTIES,
  KEYWORD_TYPES,
  type Parameter,
  type ParameterType,
  parametersOf,
  parametersOfResource,
} from '../../schemas';
import type { Composite, Composites } from '../../workflow/composites';
import { asText, entryOf, type SectionKey, valueAt, type YamlNode } from '../../workflow/read';
import type { Candidate } from './candidate';

/** By name, what an item of a section takes as `properties`. */
export function parametersByName(
  section: SectionKey | undefined,
  type: string,
  catalogue: Catalogue,
  composites: Composites,
): ReadonlyMap<string, Parameter> {
  if (section === 'generators' || section === 'sub_dags') {
    const parameters = new Map(catalogue.baseParameters);
    const known = section === 'generators' ? catalogue.findGenerator(type) : catalogue.findSubDag(type);
    addNames(parameters, known?.parameters ?? []);
    return parameters;
  }
  if (section === 'resources') {
    const resource = catalogue.findResource(type);
    return resource === undefined ? new Map() : parametersOfResource(catalogue, resource);
  }
  const keyword = KEYWORD_TYPES.find((name) => name === type);
  if (keyword !== undefined) return keywordParameters(keyword, catalogue);
  const composite = composites.find(type);
  if (composite !== undefined) return compositeParameters(composite, catalogue);
  const operator = catalogue.find(type);
  return operator === undefined ? catalogue.baseParameters : parametersOf(catalogue, operator);
}

/** What a composite takes, and what every operator takes: for the tasks in it. */
function compositeParameters({ signature, document }: Composite, catalogue: Catalogue): ReadonlyMap<string, Parameter> {
  const schema = valueAt(entryOf(document, 'parameters_jsonschema')?.value, 'properties');
  const own = [...signature.parameters.values()].map(({ name, required, summary }): [string, Parameter] => [
    name,
    { name, required, type: typeOf(valueAt(schema, name)), ...(summary === undefined ? {} : { summary }) },
  ]);
  return new Map([...catalogue.baseParameters, ...own]);
}

/** What a JSON Schema says of a value, as far as it is as simple as a parameter of an operator. */
function typeOf(schema: YamlNode | undefined): ParameterType {
  const values = valueAt(schema, 'enum');
  if (values?.kind === 'list') {
    const texts = values.items.flatMap((item) => asText(item)?.text ?? []);
    if (texts.length === values.items.length && texts.length > 0) return { kind: 'enum', values: texts };
  }
  switch (asText(valueAt(schema, 'type'))?.text) {
    case 'string':
      return { kind: 'text' };
    case 'boolean':
    case 'integer':
    case 'number':
      return { kind: asText(valueAt(schema, 'type'))?.text === 'boolean' ? 'boolean' : 'number' };
    case 'array':
      return { kind: 'list', items: typeOf(valueAt(schema, 'items')) };
    case 'object':
      return { kind: 'mapping', values: { kind: 'any' } };
    default:
      return { kind: 'any' };
  }
}

function keywordParameters(
  keyword: (typeof KEYWORD_TYPES)[number],
  catalogue: Catalogue,
): ReadonlyMap<string, Parameter> {
  const text = (name: string): Parameter => ({ name, type: { kind: 'text' }, required: true });
  return new Map(KEYWORD_PROPERTIES[keyword].map((name) => [name, catalogue.baseParameters.get(name) ?? text(name)]));
}

/** Each parameter once, under its own name, without those that are no longer taken. */
export function parameterList(parameters: Iterable<Parameter>): readonly Parameter[] {
  return [...new Set(parameters)].filter((parameter) => parameter.removed !== true && parameter.name !== 'task_id');
}

/** A parameter as a key of `properties`. */
export function parameterCandidate(parameter: Parameter): Candidate {
  const { name, type, required, summary, deprecated } = parameter;
  const shape = type.kind === 'mapping' ? 'mapping' : type.kind === 'list' ? 'list' : 'scalar';
  return {
    label: name,
    kind: 'key',
    detail: describeType(type),
    shape,
    required,
    ...(summary === undefined ? {} : { summary }),
    ...(deprecated === undefined ? {} : { deprecated: true }),
  };
}

/** The same where nothing has to be given. */
export function optionalCandidate(parameter: Parameter): Candidate {
  return { ...parameterCandidate(parameter), required: false };
}
