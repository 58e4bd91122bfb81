import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ESTATE_COMMANDS } from '../../src/cli/capture/commands.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { EXIT_CODES, exitCodeOf } from '../../src/cli/outcome.ts';
import { apiRefusal } from '../../src/lib/aws/api-refusal.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { parseConfig } from '../../src/lib/site/config.ts';
import { DEFAULT_POLICY, FINDING_CODES } from '../../src/lib/site/policy.ts';

const CLI = readFileSync('docs/cli.md', 'utf8');
const CONFIGURATION = readFileSync('docs/configuration.md', 'utf8');

/** The code in the first column of each row of a table. */
function firstColumn(markdown: string, heading: string): string[] {
  const [, section = ''] = markdown.split(`## ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return [...table.matchAll(/^\| `?([^|`]+?)`? +\|/gm)]
    .map(([, cell = '']) => cell)
    .filter((cell) => !/^(-+|command|code)$/.test(cell));
}

function failure(what: string): HoldfastError {
  if (!isUpper(what)) throw new Error(`${what} is no error's name`);
  return new HoldfastError(`API.${what}`, '');
}

const isUpper = (text: string): text is Uppercase<string> => text === text.toUpperCase();

describe('docs/cli.md', () => {
  test('names every command, and no other', () => {
    expect(firstColumn(CLI, 'Commands').toSorted()).toEqual(
      [...COMMANDS, ...ESTATE_COMMANDS].map(({ name }) => name).toSorted(),
    );
  });

  test('gives every exit code its meaning', () => {
    expect(firstColumn(CLI, 'Exit codes')).toEqual(Object.keys(EXIT_CODES));
    for (const meaning of Object.values(EXIT_CODES)) expect(CLI).toContain(` ${meaning} `);
  });

  test('gives every refusal of the API its exit code', () => {
    const told = [...CLI.matchAll(/^\| `API\.([A-Z]+)` +\|.*\| (\d) +\|$/gm)];
    expect(told).toHaveLength(firstColumn(CLI, 'What the API refuses').length - 1);
    for (const [, what = '', code] of told) {
      expect([what, exitCodeOf(failure(what))]).toEqual([what, Number(code)]);
    }
    const refusals = [400, 403, 404, 409, 410, 429, 500].map((status) => apiRefusal(status, '').code);
    expect(told.map(([, what]) => `API.${what}`)).toEqual(expect.arrayContaining(refusals));
  });
});

describe('docs/configuration.md', () => {
  const [smallest, whole] = [...CONFIGURATION.matchAll(/```yaml\n(.+?)```/gs)].map(([, yaml = '']) => yaml);

  test('shows configurations that are sound', () => {
    expect(parseConfig(smallest ?? '', 'x').sites).toHaveLength(1);
    expect(parseConfig(whole ?? '', 'x').sites).toHaveLength(1);
  });

  test('shows every setting', () => {
    const [site] = parseConfig(whole ?? '', 'x').sites;
    expect(Object.keys(site ?? {}).toSorted()).toEqual(
      [
        'approvers',
        'assets',
        'escalation',
        'name',
        'pages',
        'policy',
        'production',
        'retired',
        'slack',
        'staging',
        'tokens',
        'via',
      ].toSorted(),
    );
    for (const key of Object.keys({ ...DEFAULT_POLICY.limits, mode: 0, severity: 0, maxRestores: 0, window: 0 })) {
      expect(whole).toMatch(new RegExp(`^ +${key}:`, 'm'));
    }
  });

  test('shows the defaults as they are', () => {
    const [site] = parseConfig(whole ?? '', 'x').sites;
    expect({ ...site?.policy, severity: {} }).toEqual(DEFAULT_POLICY);
  });

  test('names every finding', () => {
    expect(firstColumn(CONFIGURATION, 'Findings')).toEqual([...FINDING_CODES]);
  });
});
