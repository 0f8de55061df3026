import { checkCall } from './check-call';
import { blockOf, directivesIn, find, firstValue, literalText, type Reading, unknownName } from './directive';
import { known } from './known/known';
import type { Agent, Directive } from './model';

/** `agent any`, `agent none`, `agent { label 'x' }`, `agent { docker { image 'x' } }` */
export function readAgent(reading: Reading, directive: Directive): Agent {
  const base = { directive, type: '', fields: [] };
  if (directive.block === undefined) {
    const word = firstValue(directive);
    const type = word?.kind === 'name' ? word.name : undefined;
    if (type !== 'any' && type !== 'none') {
      const message = 'Only "agent any", "agent none" or "agent { … }" are possible.';
      find(reading, 'jenkins-invalid-agent', directive.statement.range, message);
      return base;
    }
    return { ...base, type };
  }
  const [typeDirective, second] = directivesIn(reading, directive.block, 'an agent');
  if (typeDirective === undefined) {
    find(
      reading,
      'jenkins-invalid-agent',
      directive.nameRange,
      'The agent is empty: it needs a type such as label or docker.',
    );
    return base;
  }
  if (second !== undefined) {
    const message = `An agent has one type, but "${second.name}" follows "${typeDirective.name}".`;
    const help =
      typeDirective.name === 'label'
        ? 'Use node { label …; customWorkspace … } or move the label into docker { … }.'
        : undefined;
    find(reading, 'jenkins-several-agents', second.nameRange, message, help);
  }
  return { ...base, ...readType(reading, typeDirective) };
}

function readType(
  reading: Reading,
  typeDirective: Directive,
): Pick<Agent, 'type' | 'typeDirective' | 'value' | 'fields'> {
  const type = typeDirective.name;
  const facts = known.agents.get(type);
  if (facts === undefined) checkCall(reading, 'agents', typeDirective, 'an agent');
  if (typeDirective.block !== undefined) {
    const block = blockOf(reading, typeDirective);
    const fields = block === undefined ? [] : directivesIn(reading, block, `the agent type "${type}"`);
    for (const field of fields) {
      if (facts === undefined || facts.open || facts.parameters.has(field.name)) continue;
      unknownName(reading, 'jenkins-unknown-parameter', field, `the agent type "${type}"`, [
        ...facts.parameters.keys(),
      ]);
    }
    const needed = [...(facts?.parameters.values() ?? [])].find(
      (parameter) => parameter.required && !fields.some((field) => field.name === parameter.name),
    )?.name;
    if (needed !== undefined) {
      find(
        reading,
        'jenkins-missing-agent-field',
        typeDirective.nameRange,
        `The agent type "${type}" needs "${needed}".`,
      );
    }
    return { type, typeDirective, fields };
  }
  const value = firstValue(typeDirective);
  return { type, typeDirective, fields: [], ...(value === undefined ? {} : { value }) };
}

/** The literal text of a field of an agent, or of its only value. */
export function agentText(agent: Agent, field: string): string | undefined {
  const call = agent.fields.find((candidate) => candidate.name === field);
  if (call !== undefined) return literalText(firstValue(call));
  return agent.fields.length === 0 ? literalText(agent.value) : undefined;
}
