import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reserveCommands, writeCommands } from '../../../src/cli/restore/commands-file.ts';
import { chosen } from '../../../src/cli/restore/chosen.ts';
import { intoBucketOf } from '../../../src/cli/restore/into-bucket.ts';
import { refuseCollisions, renamesOf } from '../../../src/cli/restore/renames.ts';
import { showPlan } from '../../../src/cli/restore/show-plan.ts';
import { journalFile, journalFolder } from '../../../src/lib/aws/restore-journal-file.ts';
import type { RestoreNote } from '../../../src/lib/capture/restore-journal.ts';
import { keyOf } from '../../../src/lib/capture/resource.ts';
import { toyWorld } from '../../capture/toy-world.ts';
import { entryOf } from '../../capture/entry-of.ts';

const entry = (service: string, name: string, id = name, region = 'us-east-1') =>
  entryOf(service, name, {
    id,
    region,
    folder: `${service}-things/${name}${region === 'us-east-1' ? '' : `@${region}`}`,
  });

const resources = [
  entry('s3', 'sails-site'),
  entry('lambda', 'booking'),
  entry('lambda', 'booking', 'booking', 'eu-west-1'),
  entry('cloudfront', 'boats.example', 'E1'),
];

describe('what is to come back', () => {
  const keys = (asked: readonly string[], only?: readonly string[]) =>
    chosen({ name: 'whole', resources }, asked, only).map(keyOf);

  it('is all, or what is asked for by service, name, id or key', () => {
    expect(keys([])).toHaveLength(4);
    expect(keys(['lambda'])).toEqual(['lambda/booking', 'lambda/booking@eu-west-1']);
    expect(keys(['lambda/booking@eu-west-1', 'cloudfront/E1'])).toEqual([
      'lambda/booking@eu-west-1',
      'cloudfront/boats.example',
    ]);
    expect(keys([], ['s3'])).toEqual(['s3/sails-site']);
  });

  it('is there', () => {
    expect(() => keys(['s3/other'])).toThrow('whole has no s3/other.');
    expect(() => keys(['lambda'], ['s3'])).toThrow('whole has no lambda.');
  });
});

describe('a renaming', () => {
  it('is of one resource, or puts something before all', () => {
    const { exact, prefix } = renamesOf(['s3/a=b', 'ssm//x/y=/z'], 'new-');
    expect([...exact, prefix]).toEqual([['s3/a', 'b'], ['ssm//x/y', '/z'], 'new-']);
  });

  it.each(['a=b', 's3/a', 's3/=b', 's3/a='])('is not %s', (word) => {
    expect(() => renamesOf([word])).toThrow('is no renaming');
  });

  it('gives no two resources of a region one name', () => {
    expect(() => refuseCollisions(renamesOf(['s3/sails-site=x']), resources)).not.toThrow();
    expect(() => refuseCollisions(renamesOf(['s3/other=x']), resources)).toThrow('s3/other is not restored');
    const more = [...resources, entry('s3', 'sails-files')];
    expect(() => refuseCollisions(renamesOf(['s3/sails-files=sails-site']), more)).toThrow(
      'both be called s3/sails-site',
    );
  });
});

describe('a place for objects', () => {
  it('is a bucket and a prefix that ends in a slash', () => {
    expect(intoBucketOf('sails-scratch')).toEqual({ bucket: 'sails-scratch', prefix: '' });
    expect(intoBucketOf('s3://sails-scratch/a/b')).toEqual({ bucket: 'sails-scratch', prefix: 'a/b/' });
    expect(intoBucketOf(undefined)).toBeUndefined();
    expect(() => intoBucketOf('Sails')).toThrow('is no place');
  });
});

describe('what is left to do by hand', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'holdfast-by-hand-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('is a script that runs the commands and nothing else, whatever names have', async () => {
    const file = path.join(dir, 'by-hand.sh');
    await reserveCommands(file);
    await expect(reserveCommands(file)).rejects.toThrow('is there already');
    const hostile = `x\necho hacked\r\u2028echo hacked`;
    const step = {
      kind: 'command' as const,
      what: hostile,
      why: hostile,
      details: [hostile],
      commands: ["echo 'as\nmeant'"],
    };
    expect(await writeCommands(file, hostile, [{ key: hostile, steps: [step, { ...step, commands: [] }] }])).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o700);
    const { stdout } = await promisify(execFile)(file);
    expect(stdout).toBe('as\nmeant\n');
  });

  it('runs nothing as long as a value is to be filled in', async () => {
    const file = path.join(dir, 'by-hand.sh');
    const commands = ['echo before', "echo 'FILL-IN:lambda/booking/env/API_KEY'"];
    await writeCommands(file, 'one', [{ key: 'lambda/booking', steps: [{ kind: 'command', what: 'it', commands }] }]);
    await expect(promisify(execFile)(file)).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('grep -n FILL-IN'),
    });
  });
});

describe('a plan', () => {
  it('is shown in bounds, and cannot paint over the terminal', () => {
    const [service] = toyWorld().services;
    if (!service) throw new Error('It has services.');
    const details = Array.from({ length: 1000 }, () => `\u001B[2J${'x'.repeat(10_000)}`);
    const planned = Array.from({ length: 500 }, (_, index) => ({
      key: `lamps/${index}`,
      service,
      entry: entry('lamps', String(index)),
      steps: [
        { kind: 'change' as const, what: `\u001B[31mlamp ${index}`, details },
        { kind: 'leave' as const, what: 'name' },
      ],
    }));
    const text = showPlan(planned);
    expect(text.length).toBeLessThan(60 * 13 * 4100);
    expect(text).not.toContain('\u001B');
    expect(text).toContain('… 440 steps more: see --json');
    expect(text).toContain('… 988 more: see --json');
  });
});

describe('a journal', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'holdfast-journal-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  const note: RestoreNote = { note: 'removed', resource: 'lamps/pier' };

  it('is there for the next run, and is one run of a time', async () => {
    const file = path.join(dir, '.drills', 'drill-abc123.ndjson');
    const journal = await journalFile(file);
    await expect(journalFile(file)).rejects.toMatchObject({ code: 'RESTORE.BUSY' });
    await journal.note(note);
    await journal.close();
    const again = await journalFile(file);
    const notes: RestoreNote[] = [];
    for await (const each of again.notes()) notes.push(each);
    expect(notes).toEqual([note]);
    expect((await stat(file)).mode & 0o077).toBe(0);
    await again.close('discard');
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is not there where nothing was done', async () => {
    const file = path.join(dir, 'journal.ndjson');
    await (await journalFile(file)).close();
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('lies with the captures, or in the state of the user for those in a bucket', () => {
    expect(journalFolder({ place: '/captures' }, 'restores')).toBe('/captures/.restores');
    const at = (place: string) => journalFolder({ place }, 'drills', { HOME: '/home/anna' });
    expect(at('s3://one/a')).toMatch(/^\/home\/anna\/\.local\/state\/holdfast\/drills\/[0-9a-f]{16}$/);
    expect(at('s3://one/a')).not.toBe(at('s3://one/b'));
  });
});
