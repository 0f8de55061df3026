import type { OperatorType, Parameter } from './operator-type';
import { type AirflowVersion, documentationUrl, type ProviderClass } from './provider-classes';
import type { ProviderFacts, Providers } from './provider-facts';

/** The type of a class that no catalogue file names. What it takes is read when it is first asked for. */
export function officialType(providers: Providers, found: ProviderClass, airflow: AirflowVersion): OperatorType {
  const { name, classPath, kind, provider, version } = found;
  const own = { name, aliases: [], kind, classPath, provider, summary: summaryOf(found, version) };
  return withFacts(own, providers, found, airflow);
}

/** A type of a catalogue file, with what the official package says of its class, or of its base, beneath what the file says. */
export function withOfficialFacts(
  type: OperatorType,
  found: ProviderClass | undefined,
  providers: Providers,
  airflow: AirflowVersion,
): OperatorType {
  return found === undefined ? type : withFacts(type, providers, found, airflow);
}

function withFacts(
  own: Omit<OperatorType, 'parameters'> & Partial<Pick<OperatorType, 'parameters'>>,
  providers: Providers,
  found: ProviderClass,
  airflow: AirflowVersion,
): OperatorType {
  let merged: readonly Parameter[] | undefined;
  const facts = (): ProviderFacts => (airflow === '2.11' ? providers.factsOn211(found) : providers.factsOf(found));
  const taken = (): Parameter[] => {
    const made = own.arguments ?? {};
    const refused = new Set(own.withheld ?? []);
    return facts().parameters.filter(({ name }) => !(name in made) && !refused.has(name));
  };
  return {
    ...(own.classPath === found.classPath ? { url: documentationUrl(found) } : {}),
    ...own,
    get parameters() {
      merged ??= mergeParameters(own.parameters ?? [], taken());
      return merged;
    },
    get withheld() {
      return [...(own.withheld ?? []), ...facts().withheld];
    },
    get deprecated() {
      return own.deprecated ?? deprecationOf(facts());
    },
  } as OperatorType;
}

function deprecationOf({ deprecated }: ProviderFacts): string | undefined {
  if (deprecated === undefined) return undefined;
  return deprecated.use === undefined ? 'Its use gives a warning.' : `Use ${deprecated.use}.`;
}

/** Those of the file first, in its order, each over what the package says of it; then what only the package names. */
export function mergeParameters(own: readonly Parameter[], official: readonly Parameter[]): readonly Parameter[] {
  const facts = new Map(official.map((parameter) => [parameter.name, parameter]));
  const named = new Set(own.map((parameter) => parameter.name));
  return [
    ...own.map((parameter) => mergeParameter(parameter, facts.get(parameter.name))),
    ...official.filter((parameter) => !named.has(parameter.name)),
  ];
}

function mergeParameter(own: Parameter, fact: Parameter | undefined): Parameter {
  if (fact === undefined) return own;
  const type = own.partial === true ? fact.type : own.type;
  return { ...fact, ...own, type, required: own.required || fact.required };
}

function summaryOf({ kind, provider }: ProviderClass, version: string): string {
  const word = kind === 'sensor' ? 'A sensor' : kind === 'transfer' ? 'A transfer' : 'An operator';
  return `${word} of the ${provider} provider, ${version}.`;
}

/** What every operator or sensor takes: what the file says of it, over what the Airflow has; what that lacks is left out. */
export function mergeBase(own: readonly Parameter[], official: readonly Parameter[]): readonly Parameter[] {
  const names = new Set(official.map((parameter) => parameter.name));
  const kept = own.filter((parameter) => parameter.removed === true || names.has(parameter.name));
  // The one that Airflow requires is the task's id, which a workflow gives by the name of the node.
  return mergeParameters(
    kept,
    official.map((parameter) => ({ ...parameter, required: false })),
  );
}
