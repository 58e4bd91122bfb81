const ASKED = /\/v1\/(incidents|sites)\/([\w-]+)(?:\/(\w+))?/;

/** Where the command line shows how that stands which a request was about; nothing where it shows no such thing. */
export function whereToLook(path: string): string | undefined {
  const [, kind, name = '', of] = ASKED.exec(path) ?? [];
  if (kind === 'incidents') return `Look at the incident as it is now: npx holdfast incidents show ${name}`;
  if (of === 'allowances') return `See what is allowed: npx holdfast allowances ${name}`;
  if (of === 'retired') return `See what is retired: npx holdfast status ${name}`;
  return kind === 'sites' ? `See how the site stands: npx holdfast status ${name}` : undefined;
}
