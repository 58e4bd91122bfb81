import { isObject } from '../../capture/plain-value.ts';
import { isSecretReference } from '../../capture/secrets.ts';
import { commandLine } from '../../capture/shell.ts';

/** A command of the AWS command line, quoted for a shell. */
export function aws(region: string, ...words: readonly string[]): string {
  return `${commandLine('aws', ...words)} --region ${commandLine(region)}`;
}

/** The same, keeping what it answers in a variable of the shell. */
export function keeping(variable: string, command: string, query: string): string {
  return `${variable}=$(${command} --query ${commandLine(query)} --output text)`;
}

/** A command with `"$NAME"` wherever it has the placeholder of an id that is known only once something was made. */
export function withVariable(command: string, placeholder: string, variable: string): string {
  return command.split(placeholder).reduce((before, after) => {
    const within = before.replaceAll(String.raw`'\''`, '').split("'").length % 2 === 0;
    return within ? `${before}'"$${variable}"'${after}` : `${before}"$${variable}"${after}`;
  });
}

/** A line for who runs the commands. Nothing gets out of it: line breaks are left out. */
export function remark(text: string): string {
  return `# ${text.replaceAll(/\s+/g, ' ')}`;
}

/** A document as the AWS command line takes it, and the names of the secrets that have to be put into it. */
function input(document: unknown): { readonly json: string; readonly secrets: readonly string[] } {
  const secrets: string[] = [];
  const json = JSON.stringify(document, (_key, value: unknown) => {
    if (!isSecretReference(value)) return value;
    secrets.push(value.ref);
    return `FILL-IN:${value.ref}`;
  });
  return { json, secrets };
}

/** A command with a document, after a remark where secrets have to be put into it. */
export function withInput(region: string, document: unknown, ...words: readonly string[]): readonly string[] {
  const { json, secrets } = input(document);
  return [
    ...(secrets.length > 0 ? [remark(`Put the secrets in first: ${secrets.join(', ')}`)] : []),
    aws(region, ...words, '--cli-input-json', json),
  ];
}

/** The names of all secrets in a document. */
export function secretsIn(document: unknown): readonly string[] {
  return input(document).secrets;
}

/** Members of a document that is one by names; none of anything else. */
export function members(document: unknown): readonly (readonly [string, unknown])[] {
  return isObject(document) ? Object.entries(document) : [];
}

/** A value as text: itself, else its JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
