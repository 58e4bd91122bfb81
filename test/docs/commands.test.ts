import { CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND_GROUPS } from '../../src/cli/commands.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { digestNotice } from '../../src/lib/alert/digest-notice.ts';
import { nextSteps } from '../../src/lib/alert/next-steps.ts';
import { pauseNotice } from '../../src/lib/alert/pause-notice.ts';
import { retireNotice } from '../../src/lib/alert/retire-notice.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { INCIDENT_STATES } from '../../src/lib/incident/incident.ts';
import { sampleIncident } from '../alert/samples.ts';
import { blocks, document, documents, inlineCode, ROOT, type Document } from './documents.ts';

const PACKAGE: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
);

describe.each(documents())('$file', (document) => {
  it('runs only npm scripts that exist', () => {
    const scripts = codeOf(document).flatMap((code) =>
      [...code.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name),
    );
    expect(scripts.filter((name) => !Object.hasOwn(PACKAGE.scripts, name ?? ''))).toEqual([]);
  });

  it('runs only commands that the command line understands', async () => {
    const refused: string[] = [];
    for (const line of holdfastLines(document)) {
      const fault = await faultOf(line);
      if (fault !== undefined) refused.push(`${line}: ${fault}`);
    }
    expect(refused).toEqual([]);
  });
});

it.each(INCIDENT_STATES)('is told of in alerts as it is understood: %s', async (state) => {
  const steps = nextSteps(sampleIncident({ state }));
  expect(await Promise.all(steps.map(({ command }) => faultOf(command)))).toEqual(steps.map(() => undefined));
});

it('is told of in notices as it is understood', async () => {
  const pause = { key: 'index.html', from: '2025-01-14T10:20:00.000Z', until: '2099-01-14T11:20:00.000Z' };
  const change = { what: 'began', pause: { ...pause, reason: 'new hero', by: 'kim' }, id: 'began-1' } as const;
  const line = { id: '1f2e3d4c5b6a', key: 'index.html', state: 'restored', says: '' } as const;
  const lines = [line, { ...line, id: '2f2e3d4c5b6a' }];
  const steps = [
    ...pauseNotice('demo', change, { on: true }).next,
    ...digestNotice('demo', '2025-01-14T10:20Z', { rev: 1, total: 7, digested: 2, lines }, new Map()).next,
    ...(['retired', 'unretired'] as const).flatMap(
      (what) => retireNotice('demo', { what, kind: 'token', name: 'OLD_HERO', id: 'x' }).next,
    ),
  ];
  expect(steps).toHaveLength(5);
  expect(await Promise.all(steps.map(({ command }) => faultOf(command)))).toEqual(steps.map(() => undefined));
});

it('sets up with exactly two commands, says the README', () => {
  const shell = blocks(document('README.md')).filter(({ language }) => language === 'sh');
  const setUp = shell.filter(({ lines }) =>
    lines.some((line) => /^npm (?:ci|install|test|start|run demo)\b/.test(line)),
  );
  expect(setUp.map(({ lines }) => lines)).toEqual([['npm ci && npm run demo'], ['npm test']]);
});

it('knows a command that does not parse when it sees one', async () => {
  expect(await faultOf('npx holdfast incidents demo')).toBeDefined();
  expect(await faultOf('npx holdfast protect')).toBeDefined();
  expect(await faultOf('npx holdfast scan demo --jsn')).toBeDefined();
  expect(await faultOf('npx holdfast gaurd demo')).toBeDefined();
});

function codeOf(document: Document): string[] {
  return [...blocks(document).flatMap(({ lines }) => lines), ...inlineCode(document)];
}

function holdfastLines(document: Document): string[] {
  return codeOf(document).flatMap((code) => [...code.matchAll(/npx holdfast\b[^;|#]*/g)].map(([line]) => line.trim()));
}

/** What the command line has against a line; it is parsed by the real program, which then finds no stack. */
async function faultOf(line: string): Promise<string | undefined> {
  const program = buildProgram(COMMAND_GROUPS, '0.0.0', {
    open: () => Promise.reject(new HoldfastError('STACK.MISSING', 'There is no stack in this test.')),
    desk: () => {
      throw new HoldfastError('CONFIG.MISSING', 'There is no configuration in this test.');
    },
    estate: () => {
      throw new HoldfastError('CONFIG.MISSING', 'There is no configuration in this test.');
    },
    finish: () => undefined,
  });
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  }
  const words = wordsOf(line).slice(2);
  // `npx holdfast` alone, or with a placeholder, speaks of the program.
  if (words.length === 0 || words[0] === '<command>') return undefined;
  try {
    await program.parseAsync(words, { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? undefined : error.message;
    throw error;
  }
}

/** The words of a line as a shell takes them: quotes hold words together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:"[^"]*"|'[^']*'|\S)+/g)].map(([word]) => word.replaceAll(/["']/g, ''));
}
