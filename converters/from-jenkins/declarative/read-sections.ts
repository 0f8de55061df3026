import { checkCall, checkEntryValues, checkOption, checkTool } from './check-call';
import { blockOf, checkUnique, directivesIn, find, firstValue, type Reading, unknownName } from './directive';
import type { Directive, DirectiveList } from './model';

/** A section that holds calls: `options { … }`. `unique`: no name may occur twice. `ofStage`: it stands on a stage or matrix. */
export function readDirectiveList(
  reading: Reading,
  directive: Directive,
  unique: boolean,
  ofStage = false,
): DirectiveList {
  const block = blockOf(reading, directive);
  const entries = block === undefined ? [] : directivesIn(reading, block, `"${directive.name}"`);
  if (block !== undefined && block.body.length === 0) {
    find(reading, 'jenkins-empty-section', directive.nameRange, `"${directive.name}" is empty: leave it out.`);
  }
  for (const entry of entries) {
    checkEntry(reading, directive.name, entry);
    checkType(reading, directive.name, entry, ofStage);
  }
  if (unique) {
    const names = entries.map((entry) => ({ name: entry.name, range: entry.nameRange }));
    checkUnique(reading, 'jenkins-duplicate-entry', `In "${directive.name}" the entry`, names);
  }
  return { directive, entries };
}

/** What Jenkins knows from its plugins: which entries there are, and what they take. */
function checkType(reading: Reading, section: string, entry: Directive, ofStage: boolean): void {
  if (section === 'input') {
    if (entry.name === 'parameters' && entry.block !== undefined) readDirectiveList(reading, entry, false);
    return;
  }
  if (entry.block !== undefined) return;
  if (section === 'tools') checkTool(reading, entry);
  else if (section === 'options') {
    if (entry.name !== 'parameters' && entry.name !== 'pipelineTriggers' && entry.name !== 'triggers')
      checkOption(reading, entry, ofStage);
  } else if (section === 'triggers' || section === 'parameters') checkCall(reading, section, entry, `"${section}"`);
  if (section !== 'tools') checkEntryValues(reading, entry.arguments);
}

const inputFields = ['message', 'id', 'ok', 'submitter', 'submitterParameter', 'parameters'];

/** What Declarative checks of an entry without knowing the plugins that are installed. */
function checkEntry(reading: Reading, section: string, entry: Directive): void {
  if (section === 'input') {
    if (!inputFields.includes(entry.name))
      unknownName(reading, 'jenkins-unknown-input-field', entry, '"input"', inputFields);
    return;
  }
  if (entry.block !== undefined) {
    find(reading, 'jenkins-unexpected-block', entry.nameRange, `An entry of "${section}" cannot have a block.`);
  }
  const unnamed = entry.arguments.filter((argument) => argument.kind === 'positional');
  if (unnamed.some((argument) => argument.value.kind === 'map')) {
    find(
      reading,
      'jenkins-map-entry',
      entry.nameRange,
      `An entry of "${section}" cannot be defined by a map: name its arguments.`,
    );
  }
  if (section !== 'tools' && unnamed.length > 0 && unnamed.length < entry.arguments.length) {
    find(reading, 'jenkins-mixed-arguments', entry.nameRange, `"${entry.name}" mixes named and unnamed arguments.`);
  }
  if (section === 'tools' && firstValue(entry) === undefined) {
    find(
      reading,
      'jenkins-invalid-tool',
      entry.nameRange,
      `The tool "${entry.name}" needs the name of an installation.`,
    );
  }
  if (section === 'libraries' && (entry.name !== 'lib' || entry.arguments.length !== 1)) {
    find(
      reading,
      'jenkins-invalid-library',
      entry.nameRange,
      `Expected lib('name@version') but found "${entry.name}".`,
    );
  }
  if (
    section === 'options' &&
    (entry.name === 'parameters' || entry.name === 'pipelineTriggers' || entry.name === 'triggers')
  ) {
    const instead = entry.name === 'parameters' ? 'parameters' : 'triggers';
    find(
      reading,
      'jenkins-misplaced-option',
      entry.nameRange,
      `"${entry.name}" cannot be an option: use the section ${instead} { … }.`,
    );
  }
}
