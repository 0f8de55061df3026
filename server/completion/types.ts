import { ADDED_TYPES, type Catalogue, KEYWORD_TYPES } from '../../schemas';
import type { Composite, Composites } from '../../workflow/composites';
import type { SectionKey } from '../../workflow/read';
import type { Candidate, Sources } from './candidate';

/** What a `type` of a section can be. */
export function typesAt(section: SectionKey, { catalogue, composites, file }: Sources): readonly Candidate[] {
  if (section === 'sub_dags') {
    return catalogue.subDagNames.map((label): Candidate => {
      const type = catalogue.findSubDag(label);
      return type === undefined ? { label, kind: 'type' } : describe(label, 'sub_dag', type.summary);
    });
  }
  if (section === 'generators') {
    return catalogue.generatorNames.map((label) =>
      describe(label, 'generator', catalogue.findGenerator(label)?.summary),
    );
  }
  if (section === 'resources') {
    return catalogue.resourceNames.map((label) => describe(label, 'resource', catalogue.findResource(label)?.summary));
  }
  const keywords = KEYWORD_TYPES.map((label): Candidate => ({ label, kind: 'type', detail: 'of the language' }));
  const all = [
    ...keywords,
    ...catalogue.names.map((name) => typeCandidate(name, catalogue)),
    ...officialCandidates(catalogue),
  ];
  if (file.format === undefined) return all.filter(({ label }) => !ADDED_TYPES.includes(label));
  return [...all, ...compositeCandidates(composites)];
}

/** Composites by name, which is the newest version, and each version of its own. */
function compositeCandidates(composites: Composites): readonly Candidate[] {
  return [
    ...composites.names.map((label) => describe(label, 'composite', composites.find(label)?.summary)),
    ...composites.all.flatMap(({ name, version, summary }: Composite) =>
      version === 0 ? [] : [describe(`${name}@${version}`, 'composite, this version only', summary)],
    ),
  ];
}

function describe(label: string, detail: string, summary: string | undefined): Candidate {
  return { label, kind: 'type', detail, ...(summary === undefined ? {} : { summary }) };
}

/** The classes of the official packages that have no short name; what they take is not read for that. */
function officialCandidates(catalogue: Catalogue): readonly Candidate[] {
  const own = new Set(catalogue.names.map((name) => catalogue.find(name)?.classPath));
  return (catalogue.providers?.classes ?? []).flatMap(({ name, classPath, provider, version }) =>
    own.has(classPath) ? [] : [describe(name, provider, `${classPath} (${provider} ${version})`)],
  );
}

export function typeCandidate(label: string, catalogue: Catalogue): Candidate {
  const type = catalogue.find(label);
  const candidate = describe(label, type?.provider ?? '', type?.summary);
  return type?.deprecated === undefined ? candidate : { ...candidate, deprecated: true };
}
