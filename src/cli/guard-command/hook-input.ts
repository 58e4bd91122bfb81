/** Longest command that is looked at, in characters: what is longer, nobody can tell. */
export const LONGEST_COMMAND = 1024 * 1024;

/**
 * The shell command in what a hook was given: in the JSON of a coding tool `tool_input.command` or `command`, as text or as
 * words that no shell reads any more; else the text itself. `undefined` for JSON without a command: the hook was asked about something else.
 */
export function commandOf(text: string): string | readonly string[] | undefined {
  const value = jsonOf(text);
  if (typeof value !== 'object' || value === null) return text;
  const command = own(own(value, 'tool_input'), 'command') ?? own(value, 'command');
  if (typeof command === 'string') return command;
  return Array.isArray(command) ? command.map(String) : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
