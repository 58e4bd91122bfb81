import { afterEach, describe, expect, test } from 'vitest';
import { EXIT_CODES } from '../../src/cli/outcome.ts';
import { emptyWorld, type World } from './fake-operator.ts';
import { run, type Ran } from './run.ts';

const running: Ran[] = [];

async function open(world: World, options: Record<string, unknown> = {}): Promise<Ran> {
  const ran = await run(world, [], 'console', { options });
  running.push(ran);
  return ran;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(async ({ end }) => end?.()));
});

function addressOf({ value }: Ran): URL {
  return new URL(typeof value === 'object' && value !== null && 'address' in value ? String(value.address) : '');
}

/** The start page, as the first browser sees it. */
async function startPage(ran: Ran): Promise<string> {
  const address = addressOf(ran);
  const launched = await fetch(address, { redirect: 'manual' });
  const [cookie = ''] = (launched.headers.get('set-cookie') ?? '').split(';');
  return (await fetch(new URL('/', address), { headers: { cookie } })).text();
}

describe('holdfast console', () => {
  test('serves the pages at the address that it prints, on this machine alone', async () => {
    const ran = await open(emptyWorld());
    const address = addressOf(ran);
    expect(ran.exitCode).toBe(0);
    expect(address.hostname).toBe('127.0.0.1');
    expect(ran.text).toContain(`  ${address.href}\n`);
    expect(await (await fetch(new URL('/', address))).text()).toContain(
      'npx holdfast console --stage prod --region us-east-1',
    );
    expect(await startPage(ran)).toContain(
      'Account 123456789012, us-east-1, stage prod · as arn:aws:iam::123456789012:user/cb',
    );
  });

  test('asks the API of the stack for what it shows', async () => {
    const asked: string[] = [];
    const world = emptyWorld();
    world.fetch = async (url) => {
      asked.push(url.href);
      return Response.json({ items: [] });
    };
    expect(await startPage(await open(world))).toContain('No site is guarded yet');
    expect(asked).toEqual(['https://api.example.com/v1/sites']);
  });

  test('says that it is the stack on this machine, and how to open another', async () => {
    const world = emptyWorld();
    const local = {
      endpoint: 'http://127.0.0.1:4566',
      site: 'demo',
      buckets: { production: 'p', staging: 's' },
      distribution: 'E1',
      stagingDistribution: '',
      edges: {},
      caller: { as: 'stranger', token: 'stranger-1' },
    } as const;
    const ran = await open({ ...world, stack: { ...world.stack, stage: 'local', local } });
    expect(ran.text).toMatch(/The stack on this machine .*, as its stranger$/m);
    expect(await (await fetch(new URL('/', addressOf(ran)))).text()).toContain(
      '<code>npx holdfast console --local</code>',
    );
    expect(ran.text).not.toContain('stranger-1');
  });

  test('takes the port that is asked for, and says so when it cannot be had', async () => {
    const first = addressOf(await open(emptyWorld()));
    const second = await open(emptyWorld(), { port: first.port });
    expect(second.exitCode).toBe(1);
    expect(second.text).toContain(`The port ${first.port} cannot be had`);
    await running.splice(0)[0]?.end?.();
    const again = await open(emptyWorld(), { port: first.port });
    expect(addressOf(again).port).toBe(first.port);
    expect(addressOf(again).pathname).not.toBe(first.pathname);
  });

  test('answers nobody any more once it has ended', async () => {
    const ran = await open(emptyWorld());
    await ran.end?.();
    await expect(fetch(addressOf(ran))).rejects.toThrow('fetch failed');
  });

  test.each(['', '-1', '65536', '80.5', 'http', '1e3', '0x50'])(
    'refuses the port "%s" as wrong usage',
    async (port) => {
      const ran = await open(emptyWorld(), { port });
      expect(EXIT_CODES[ran.exitCode]).toBe('wrong usage or configuration');
      expect(ran.end).toBeUndefined();
    },
  );
});
