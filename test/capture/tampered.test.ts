import { array, assert, constantFrom, property } from 'fast-check';
import { execFileSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { newestOf } from '../../src/cli/capture/newest.ts';
import { captureFolder } from '../../src/lib/aws/capture-folder.ts';
import { heldBy } from '../../src/lib/capture/blobs-of.ts';
import { canonicalJson } from '../../src/lib/capture/canonical.ts';
import { jsonLines, type CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import type { Metadata } from '../../src/lib/capture/entry.ts';
import { sealHolds } from '../../src/lib/capture/seal.ts';
import { secretBook } from '../../src/lib/capture/secret-book.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import { hideInText } from '../../src/lib/estate/shared/hide-in-text.ts';
import { parsePlist } from '../../src/lib/estate/local/plist.ts';
import { repositoryCommands } from '../../src/lib/estate/local/restore-repository.ts';
import { service as local } from '../../src/lib/estate/local.ts';
import { captureOf, estateAt, SECRETS } from './run-capture.ts';
import { targetOf } from './some-target.ts';
import { metadataOf } from './store-contract.ts';
import { entryOf } from './entry-of.ts';

const estate = estateAt({ endpoint: 'http://127.0.0.1:9', account: '111111111111' });
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'holdfast-captures-'));
});

/** A service with one resource. */
const lamp = (tags: Record<string, string>, text = 'red'): Service => ({
  name: 'lamps',
  title: 'Lamps',
  folder: 'lamps',
  where: 'global',
  limits: {},
  async *list() {
    yield { service: 'lamps', id: 'pier', name: 'pier', region: 'global', folder: 'lamps/pier', tags };
  },
  async capture(_, sink) {
    await sink.json('config.json', { text });
  },
});

/** Seals a capture, and gives it with something else in its metadata. */
async function tampered(change: (metadata: Metadata) => unknown) {
  const own = await mkdtemp(path.join(root, 'own-'));
  const store = captureFolder(own);
  const { metadata } = await captureOf([lamp({})], estate, { store, name: 'before' });
  const file = path.join(own, 'before', 'SNAPSHOT-METADATA.json');
  await writeFile(file, JSON.stringify(change(metadata)));
  return store.read('before');
}

describe('metadata that somebody changed', () => {
  const UNSAFE = ['../x', '/etc/passwd', 'a/../b', 'a//b', '', '.', 'a/..', 'a\0b'];

  it.each(UNSAFE.map((name) => [name]))('is damaged where the capture is called %j', async (name) => {
    await expect(tampered((metadata) => ({ ...metadata, name }))).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
  });

  it.each(UNSAFE.map((at) => [at]))('is damaged where a file or a resource is at %j', async (at) => {
    const file = { path: at, sha256: 'a'.repeat(64), bytes: 1 };
    await expect(tampered((metadata) => ({ ...metadata, files: [file] }))).rejects.toMatchObject({
      code: 'CAPTURE.DAMAGED',
    });
    const resources = ({ resources: [entry] }: Metadata) => [{ ...entry, folder: at }];
    await expect(tampered((metadata) => ({ ...metadata, resources: resources(metadata) }))).rejects.toMatchObject({
      code: 'CAPTURE.DAMAGED',
    });
  });

  it.each([['(a+)+'], ['1'.repeat(11)], ['']])('is damaged where the account is %j', async (account) => {
    await expect(tampered((metadata) => ({ ...metadata, account }))).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
  });

  it('does not hold its seal, whatever was changed', async () => {
    const { metadata } = await tampered((sealed) => ({ ...sealed, status: 'incomplete' }));
    expect(sealHolds(metadata, SECRETS)).toBe(false);
  });

  it('holds its seal whatever resources are tagged with', async () => {
    const tags: Record<string, string> = Object.fromEntries([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['hasOwnProperty', 'c'],
    ]);
    const { metadata } = await captureOf([lamp(tags)], estate);
    expect(Object.entries(metadata.resources[0]?.tags ?? {})).toEqual(Object.entries(tags));
    expect(sealHolds(metadata, SECRETS)).toBe(true);
  });
});

it('a capture that was changed is none that another one is incremental to, nor one that was sealed with another key', async () => {
  const store = captureFolder(root);
  const one = await captureOf([lamp({})], estate, { store, name: 'one' });
  const wanted = { account: estate.account, home: estate.regions[0], services: ['lamps'] };
  const newest = async (secrets = SECRETS) => (await newestOf(store, wanted, secrets))?.metadata.name;
  expect(await newest()).toBe('one');
  expect(await newest(secretBook(Buffer.alloc(32, 8)))).toBeUndefined();
  await captureOf([lamp({})], estate, { store, name: 'two' });
  expect(await newest()).toBe('two');
  const file = path.join(root, 'two', 'SNAPSHOT-METADATA.json');
  const text = await readFile(file, 'utf8');
  const [entry] = one.metadata.resources[0]?.files ?? [];
  await rm(file);
  await writeFile(file, text.replaceAll(entry?.sha256 ?? '', 'a'.repeat(64)));
  expect(await newest()).toBe('one');
});

it('a secret that somebody chose has no hash that could seal a capture', () => {
  const secrets = secretBook(Buffer.alloc(32, 7));
  const { seal: _, ...content } = metadataOf('forged', []);
  const text = canonicalJson({ ...content, secretsKey: secrets.keyId });
  for (const chosen of [text, `seal\0${text}`, `seal${text}`]) {
    const hash = secrets.hide('env/X', chosen).secret.slice('hmac-sha256:'.length);
    expect(secrets.sign(Buffer.from(text))).not.toBe(hash);
  }
});

describe('a store that somebody changed', () => {
  const outside = '../'.repeat(12) + 'etc/hostname';

  it('reads nothing by what is no hash, neither to restore nor to use it again', async () => {
    const store = captureFolder(root);
    const reader = await captureOf([lamp({})], estate, { store, name: 'before' });
    const { size: bytes } = await lstat('/etc/hostname');
    const blob = { sha256: outside, bytes };
    await expect(reader.has(blob)).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
    await expect(reader.bytes(blob)).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
    const writer = await store.write('after', 'new');
    await expect(writer.has(blob)).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
    await expect(writer.place('lamps/pier/config.json', blob)).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
    await writer.release();
    expect(heldBy({ sha256: outside, bytes })).toBeUndefined();
  });

  it('follows no link in the place of kept bytes, and waits for no pipe', async () => {
    const store = captureFolder(root);
    const reader = await captureOf([lamp({})], estate, { store, name: 'before' });
    const [file] = reader.metadata.resources[0]?.files ?? [];
    if (!file) throw new Error('It has a file.');
    const kept = path.join(root, 'store', file.sha256.slice(0, 2), file.sha256);
    await rename(kept, path.join(root, 'elsewhere'));
    await symlink(path.join(root, 'elsewhere'), kept);
    expect(await reader.has(file)).toBe(false);
    await expect(reader.bytes(file)).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
    await rm(kept);
    execFileSync('mkfifo', [kept]);
    expect(await reader.has(file)).toBe(false);
    await expect(reader.bytes(file)).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
  });

  it('writes through no link that lies where a capture goes', async () => {
    const store = captureFolder(root);
    const writer = await store.write('one', 'new');
    const victim = path.join(root, 'victim');
    await mkdir(victim);
    await symlink(victim, path.join(root, 'one', 'lamps'));
    const blob = await writer.keep(Buffer.from('text'));
    expect(await writer.place('lamps/config.json', blob)).toBe('lamps%/config.json');
    expect(await readdir(victim)).toEqual([]);
    await writer.release();
  });
});

describe('lines of an index', () => {
  async function read(chunks: Iterable<Uint8Array>): Promise<number> {
    let count = 0;
    // oxlint-disable-next-line no-unused-vars -- only their number matters
    for await (const _ of jsonLines(streamOf(chunks))) count += 1;
    return count;
  }

  async function* streamOf(chunks: Iterable<Uint8Array>) {
    yield* chunks;
  }

  it('are the same however they are cut into chunks', async () => {
    const values = [{ a: 'ä'.repeat(50) }, [], '\u2028', { b: { c: null } }];
    const bytes = Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join('') + '{"half":');
    for (let size = 1; size < 20; size += 1) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      const found: unknown[] = [];
      for await (const value of jsonLines(streamOf(chunks))) found.push(value);
      expect(found).toEqual(values);
    }
  });

  it('take a time in proportion to their length, also one of many chunks', async () => {
    const chunk = Buffer.alloc(1024, 'x');
    function* one() {
      yield Buffer.from('"');
      for (let at = 0; at < 60_000; at += 1) yield chunk;
      yield Buffer.from('"\n');
    }
    const begun = performance.now();
    expect(await read(one())).toBe(1);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('are refused where one has no end, before memory is full', async () => {
    const chunk = Buffer.alloc(4 * 1024 * 1024, 'x');
    let given = 0;
    function* endless() {
      for (;;) {
        given += 1;
        yield chunk;
      }
    }
    await expect(read(endless())).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
    expect(given).toBeLessThan(40);
  });
});

describe('a captured folder that somebody changed', () => {
  /** What restoring these lines does, into an empty folder. */
  async function restored(lines: readonly object[]): Promise<unknown> {
    const captured: Pick<CapturedResource, 'entry' | 'json' | 'lines' | 'blob'> = {
      entry: entryOf('local', '/papers', {
        id: 'folders:/papers',
        region: 'global',
        folder: 'local-repos/folders/papers',
      }),
      json: () => Promise.resolve({ mode: '755' }),
      async *lines() {
        yield* lines;
      },
      async *blob() {
        yield Buffer.from('written');
      },
    };
    const to = targetOf({ nameOf: () => path.join(root, 'in', 'papers') });
    try {
      const whole = { ...captured, file: () => undefined, stream: captured.lines };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a folder has nothing else
      const steps = await local.restore?.plan(whole as unknown as CapturedResource, to, estate);
      for (const { apply } of steps ?? []) await apply?.(() => {});
      return undefined;
    } catch (error) {
      return error;
    }
  }

  const file = (name: string) => ({ name, kind: 'file', mode: '600', sha256: 'a'.repeat(64), bytes: 7 });
  const DAMAGED = { code: 'CAPTURE.DAMAGED' };

  it.each([
    ['by dots', [file('../out')]],
    ['by dots that are written otherwise', [file('latin1:../out')]],
    ['through a link that it makes first', [{ name: 'a', kind: 'link', target: '..' }, file('a/out')]],
    ['by a folder that is not there', [file('a/out')]],
    ['by a folder that it has left', [{ name: 'a', kind: 'folder', mode: '700' }, file('b'), file('a/out')]],
    ['from the root', [file('/out')]],
  ])('does not lead out of it %s', async (_, lines) => {
    expect(await restored(lines)).toMatchObject(DAMAGED);
    expect(await readdir(root)).not.toContain('out');
  });

  it('writes below its folder alone, whatever names it has', async () => {
    const part = constantFrom('.', '..', 'latin1:..', 'latin1:.', '', 'latin1:', 'a', 'b', 'latin1:\u00ff', '\0');
    const names = array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const found: string[] = [];
    assert(
      property(names, (name) => void found.push(name)),
      { numRuns: 150 },
    );
    for (const name of found) await restored([{ name: 'a', kind: 'folder', mode: '700' }, file(name), file('c')]);
    expect(await readdir(root)).toEqual(['in']);
    expect(await readdir(path.join(root, 'in'))).toEqual(['papers']);
  });
});

describe('a captured repository that somebody changed', () => {
  const commandsOf = (state: unknown) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of it
    const captured = { json: () => Promise.resolve(state), file: () => undefined } as unknown as CapturedResource;
    return repositoryCommands(captured, { at: path.join(root, 'repository'), capture: 'before', there: false });
  };
  const whole = { bare: false, head: { branch: 'refs/heads/main' }, refs: {}, remotes: {} };

  it('names no commit that is none', async () => {
    await expect(commandsOf({ ...whole, head: { commit: '$(touch pwned)' } })).rejects.toThrow();
  });

  it('gives commands that run nothing that its names say', async () => {
    const hostile = `x\ntouch ${root}/pwned\n'; touch ${root}/pwned; $(touch ${root}/pwned) \`touch ${root}/pwned\``;
    const reference = SECRETS.hide(hostile, 'value-of-a-secret');
    const remotes = { [hostile]: { url: [reference, hostile] } };
    const commands = await commandsOf({ ...whole, head: { branch: hostile }, remotes });
    for (const command of commands) {
      try {
        execFileSync('sh', ['-c', command], { cwd: root, stdio: 'ignore' });
      } catch {
        // Git does not take such names.
      }
    }
    expect(await readdir(root)).not.toContain('pwned');
    expect(commands.find((line) => line.startsWith('#'))).not.toContain('\n');
  });
});

describe('what was written to take long', () => {
  it.each(['<!--x>', '<!--', '<![CDATA[', '<a', '<?', '<'])('is read in time as a property list: %s', (part) => {
    const begun = performance.now();
    expect(() => parsePlist(part.repeat(1_000_000 / part.length), 'x.plist')).toThrow();
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it.each(['"', '&a ', '*a ', '[', '{'])('is read in time as a template: %s', async (part) => {
    const begun = performance.now();
    const secret = () => Promise.reject(new Error('nothing is hidden'));
    await hideInText(part.repeat(200_000 / part.length), 'template', () => false, { secret });
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

it('what a capture writes can be read by its owner alone, whatever the umask', async () => {
  const before = process.umask(0);
  try {
    const to = path.join(root, 'captures');
    await captureOf([lamp({})], estate, { store: captureFolder(to), name: 'one' });
    const all = await readdir(to, { recursive: true, withFileTypes: true });
    for (const entry of all.filter(({ name }) => name !== '.gitignore')) {
      const { mode } = await lstat(path.join(entry.parentPath, entry.name));
      expect([entry.name, (mode & 0o077).toString(8)]).toEqual([entry.name, '0']);
    }
    expect((await lstat(to)).mode & 0o777).toBe(0o700);
    expect(await readFile(path.join(to, '.gitignore'), 'utf8')).toBe('*\n');
  } finally {
    process.umask(before);
  }
});
