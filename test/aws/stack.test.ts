import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deployedStack, hasLocalStack, localStack, wantsLocal } from '../../src/lib/aws/stack.ts';
import { HoldfastError } from '../../src/lib/errors.ts';

const OUTPUTS = {
  TableName: 'table',
  QueueUrl: 'https://sqs/uploads',
  QueueArn: 'arn:aws:sqs:us-east-1:123456789012:uploads',
  DlqUrl: 'https://sqs/dlq',
  TopicArn: 'arn:aws:sns:us-east-1:123456789012:alerts',
  SnapshotBucket: 'snapshots',
  ApiUrl: 'https://api.example.com/',
};

const FILE = {
  endpoint: 'http://127.0.0.1:4566',
  region: 'us-east-1',
  stage: 'local',
  table: 'table',
  queue: 'http://127.0.0.1:4566/000000000000/uploads',
  dlq: 'http://127.0.0.1:4566/000000000000/dlq',
  topic: 'arn:aws:sns:us-east-1:000000000000:alerts',
  api: 'http://127.0.0.1:4566/api',
  site: 'demo',
  buckets: { production: 'demo-prod', staging: 'demo-staging', snapshots: 'snapshots' },
  distribution: 'E1234567890',
  stagingDistribution: 'E1234567891',
  edges: { E1234567890: 'http://127.0.0.1:4570', E1234567891: 'http://127.0.0.1:4571' },
  inbox: 'inbox.jsonl',
  principals: { approver: 'a', deployer: 'b', stranger: 'c' },
};

describe('deployedStack', () => {
  test('reads the outputs of holdfast-<stage>', async () => {
    const outputs = async (name: string) => (name === 'holdfast-dev' ? OUTPUTS : undefined);
    await expect(deployedStack('dev', 'eu-west-1', { outputs })).resolves.toEqual({
      stage: 'dev',
      region: 'eu-west-1',
      table: 'table',
      queue: 'https://sqs/uploads',
      dlq: 'https://sqs/dlq',
      topic: 'arn:aws:sns:us-east-1:123456789012:alerts',
      snapshots: 'snapshots',
      api: 'https://api.example.com',
    });
  });

  test('says that there is no stack, or what it lacks', async () => {
    await expect(deployedStack('dev', 'eu-west-1', { outputs: async () => undefined })).rejects.toMatchObject({
      code: 'STACK.MISSING',
      message: 'There is no stack holdfast-dev in eu-west-1.',
    });
    const { TableName: _, ...others } = OUTPUTS;
    await expect(deployedStack('dev', 'eu-west-1', { outputs: async () => others })).rejects.toMatchObject({
      code: 'STACK.MISSING',
      message: 'The stack holdfast-dev in eu-west-1 lacks the outputs TableName.',
    });
  });
});

describe('hasLocalStack', () => {
  test('sees a stack of this machine, and lets a hint point to it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-stack-'));
    vi.stubEnv('HOLDFAST_LOCAL_DIR', folder);
    const hintNow = async () => {
      const error: unknown = await deployedStack('dev', 'eu-west-1', { outputs: async () => undefined }).catch(
        (thrown: unknown) => thrown,
      );
      return error instanceof HoldfastError ? error.hint : undefined;
    };
    expect(hasLocalStack()).toBe(false);
    expect(await hintNow()).not.toContain('--local');
    writeFileSync(join(folder, 'stack.json'), '{}');
    expect(hasLocalStack()).toBe(true);
    expect(await hintNow()).toMatch(/For the stack on this machine: --local\.$/);
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
});

describe('localStack', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-stack-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  test('reads stack.json of HOLDFAST_LOCAL_DIR', () => {
    writeFileSync(join(folder, 'stack.json'), JSON.stringify(FILE));
    vi.stubEnv('HOLDFAST_LOCAL_DIR', folder);
    expect(localStack()).toMatchObject({
      table: 'table',
      snapshots: 'snapshots',
      local: { endpoint: 'http://127.0.0.1:4566', site: 'demo', distribution: 'E1234567890' },
    });
    expect(localStack().local?.caller).toEqual({ as: 'approver', token: 'a' });
  });

  test.each([
    ['deployer', 'b'],
    ['stranger', 'c'],
    ['', 'a'],
  ])('calls its API as HOLDFAST_LOCAL_AS=%s says', (as, token) => {
    writeFileSync(join(folder, 'stack.json'), JSON.stringify(FILE));
    vi.stubEnv('HOLDFAST_LOCAL_DIR', folder);
    vi.stubEnv('HOLDFAST_LOCAL_AS', as);
    expect(localStack().local?.caller.token).toBe(token);
  });

  test.each(['root', 'Approver', 'approver ', '__proto__'])('knows nobody called %j', (as) => {
    writeFileSync(join(folder, 'stack.json'), JSON.stringify(FILE));
    vi.stubEnv('HOLDFAST_LOCAL_DIR', folder);
    vi.stubEnv('HOLDFAST_LOCAL_AS', as);
    expect(() => localStack()).toThrow(
      expect.objectContaining({
        code: 'CONFIG.INVALID',
        message: `HOLDFAST_LOCAL_AS is "${as}": nobody is called so there.`,
        hint: 'Set it to approver, deployer, stranger, or unset it for the approver.',
      }),
    );
  });

  test('finds the nearest .local upwards', () => {
    mkdirSync(join(folder, '.local'));
    mkdirSync(join(folder, 'deep', 'down'), { recursive: true });
    writeFileSync(join(folder, '.local', 'stack.json'), JSON.stringify(FILE));
    vi.stubEnv('HOLDFAST_LOCAL_DIR', '');
    vi.spyOn(process, 'cwd').mockReturnValue(join(folder, 'deep', 'down'));
    expect(localStack().stage).toBe('local');
  });

  test.each(['https://dynamodb.us-east-1.amazonaws.com', 'http://10.0.0.5:4566', 'http://127.0.0.1.example.com:80'])(
    'never takes %s for this machine',
    (endpoint) => {
      writeFileSync(join(folder, 'stack.json'), JSON.stringify({ ...FILE, endpoint }));
      vi.stubEnv('HOLDFAST_LOCAL_DIR', folder);
      expect(() => localStack()).toThrow(expect.objectContaining({ code: 'STACK.MISSING' }));
    },
  );

  test('never sends its token to another machine', () => {
    writeFileSync(join(folder, 'stack.json'), JSON.stringify({ ...FILE, api: 'https://api.example.com/prod' }));
    vi.stubEnv('HOLDFAST_LOCAL_DIR', folder);
    expect(() => localStack()).toThrow(expect.objectContaining({ code: 'STACK.MISSING' }));
  });

  test.each([undefined, '', '{', '{}', 'null'])('says how to start one when the file holds %j', (text) => {
    if (text !== undefined) writeFileSync(join(folder, 'stack.json'), text);
    vi.stubEnv('HOLDFAST_LOCAL_DIR', folder);
    expect(() => localStack()).toThrow(
      expect.objectContaining({ code: 'STACK.MISSING', hint: expect.stringContaining('npm run local -- up') }),
    );
  });
});

test('wants the local stack only when told so', () => {
  expect(wantsLocal({ HOLDFAST_LOCAL: '1' })).toBe(true);
  expect(wantsLocal({ HOLDFAST_LOCAL: '0' })).toBe(false);
  expect(wantsLocal({})).toBe(false);
});
