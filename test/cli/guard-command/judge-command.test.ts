import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardedPlaces } from '../../../src/cli/guard-command/guarded-place.ts';
import { judgeCommand } from '../../../src/cli/guard-command/judge-command.ts';
import { exitCodeOf } from '../../../src/cli/outcome.ts';
import { HoldfastError } from '../../../src/lib/errors.ts';
import { ALLOWED, REFUSED, UNTOLD } from './commands.ts';

const PLACES = guardedPlaces([
  { name: 'demo', production: { bucket: 'demo-prod', prefix: '' }, staging: { bucket: 'demo-staging', prefix: '' } },
  { name: 'blog', production: { bucket: 'shared', prefix: 'blog/' } },
]);

/** What was said against a command; `undefined` where it may run. */
function saidOf(command: string | readonly string[], places = PLACES): HoldfastError | undefined {
  try {
    judgeCommand(command, places);
    return undefined;
  } catch (error) {
    if (error instanceof HoldfastError) return error;
    throw error;
  }
}

describe('judgeCommand', () => {
  it.each(REFUSED)('refuses %j', (command, asked) => {
    const said = saidOf(command);
    expect(said?.message).toMatch(/^`.+` would write to s3:\/\/(?:demo-(?:prod|staging)|shared)\//);
    expect(said?.message).toContain(asked.replace(/^…/, 'aws'));
    expect(said?.hint).toMatch(/npx holdfast deploy (?:demo|blog)/);
    expect(exitCodeOf(said)).toBe(3);
  });

  it.each(UNTOLD)('cannot tell of %j', (command) => {
    const said = saidOf(command);
    expect(said?.message).toMatch(/^Cannot tell where/);
    expect(exitCodeOf(said)).toBe(3);
  });

  it.each(ALLOWED)('lets %j run', (command) => {
    expect(saidOf(command)).toBeUndefined();
  });

  it('takes words that a shell has read already as they are', () => {
    expect(saidOf(['aws', 's3', 'cp', 'a b;c', 's3://demo-prod/'])?.message).toContain('production of demo');
    expect(saidOf(['sh', '-c', 'aws s3 rm s3://demo-prod/a'])?.message).toContain('aws s3 rm');
    expect(saidOf(['echo', 'x; aws s3 rm s3://demo-prod/a'])).toBeUndefined();
  });

  it('names the place of the site, and nothing that a terminal would take for its own', () => {
    expect(saidOf('aws s3 cp a s3://demo-staging/')?.message).toContain('s3://demo-staging/, staging of demo');
    expect(saidOf('aws s3 cp a s3://shared/blog/x')?.message).toContain('s3://shared/blog/, production of blog');
    expect(saidOf("aws $'s3api' $'put-\\x1b[2J`' --bucket demo-prod")?.message).not.toContain('\u001B');
  });

  it('minds no targets where nothing is guarded', () => {
    expect(saidOf('aws s3 cp a "$TARGET"', [])).toBeUndefined();
  });

  it('cannot tell of what is too long, or too deep', () => {
    expect(saidOf('x'.repeat(1024 * 1024 + 1))?.message).toContain('Cannot tell');
    const deep = Array.from({ length: 30 }).reduce<string>((inner) => `echo $(${inner})`, 'ls');
    expect(saidOf(deep)?.message).toContain('scripts within scripts');
  });

  it.each([
    'aws ',
    'eval ',
    'bash ',
    'aws s3 cp ',
    '$(',
    '`',
    '${',
    '"$(',
    "$'",
    '<<a\n',
    '<(',
    '\\',
    'sh -c "',
    '{ ',
    'env -S ',
  ])('answers for any number of %j', (part) => {
    expect([undefined, 3]).toContain(((said) => said && exitCodeOf(said))(saidOf(part.repeat(200_000 / part.length))));
  });

  it('answers with yes or no to whatever it is asked', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'aws',
        's3',
        'cp',
        's3://demo-prod/',
        'a',
        '$X',
        '"',
        "'",
        '`',
        '$(',
        ')',
        '${',
        '}',
        '\\',
        '\n',
        ';',
        '|',
      ),
      fc.constantFrom(
        '<<E',
        '<(',
        '>',
        '&&',
        'bash -c',
        'eval',
        '#',
        '--',
        '--bucket',
        's3api',
        '$((',
        '\0',
        'xargs',
        '{}',
        '<<<',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    const script = fc
      .array(fc.tuple(piece, fc.constantFrom('', ' ')), { maxLength: 40 })
      .map((all) => all.flat().join(''));
    fc.assert(
      fc.property(
        fc.oneof(script, fc.constantFrom(...REFUSED.map(([command]) => command)), fc.array(piece)),
        (command) => {
          const said = saidOf(command);
          expect(said === undefined ? 0 : exitCodeOf(said)).toBeOneOf([0, 3]);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('refuses what it refuses whatever stands around it', () => {
    const around = fc.constantFrom(
      '',
      'ls; ',
      'X=1 ',
      'sudo ',
      '( ',
      'true && ',
      'ls | ',
      'if true; then ',
      '! ',
      'echo a\n',
      'cat <<E\nx\nE\n',
    );
    fc.assert(
      fc.property(fc.array(around, { maxLength: 4 }), fc.constantFrom(...REFUSED), (before, [command]) => {
        expect(saidOf(`${before.join('')}${command}`)?.message).toContain('would write');
      }),
    );
  });
});
