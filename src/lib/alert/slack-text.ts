const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Slack's three control characters as entities: nothing in the text can be a mention, a link or a command. */
function slackEscaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITY[character] ?? character);
}

/** What a text costs of a message's limit: its length once escaped and written as JSON. */
export function slackCost(text: string): number {
  return JSON.stringify(slackEscaped(text)).length - 2;
}

/** Escaped text that costs at most `cost`, cut between characters (never within an entity), with `…` where cut. */
export function slackFit(text: string, cost: number): string {
  if (text.length <= cost && slackCost(text) <= cost) return slackEscaped(text);
  let left = cost - 1;
  let fitting = '';
  for (const character of text.slice(0, cost)) {
    left -= slackCost(character);
    if (left < 0) break;
    fitting += slackEscaped(character);
  }
  return `${fitting}…`;
}

/** Keeps a code block closed to what is in it: no two backticks stand side by side. */
export function withoutFences(text: string): string {
  return text.replace(/`(?=`)/g, '`\u200B');
}
