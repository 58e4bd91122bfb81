import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadServices, serviceNames } from '../../src/cli/capture/services.ts';
import { parseCaptureConfig } from '../../src/lib/capture/config.ts';
import type { Resource } from '../../src/lib/capture/resource.ts';
import { selectionOf } from '../../src/lib/capture/selection.ts';
import type { Service } from '../../src/lib/capture/service.ts';

const thing = (name: string, options?: z.ZodObject): Service => ({
  name,
  title: name,
  folder: name,
  where: 'global',
  limits: {},
  async *list() {},
  capture: () => Promise.resolve(),
  ...(options && { options }),
});

const KNOWN: readonly Service[] = [
  thing('lambda'),
  thing(
    's3',
    z.strictObject({ exclude: z.array(z.string()).default(['logs/*']), versions: z.boolean().default(false) }),
  ),
];

const parsed = (text: string) =>
  parseCaptureConfig(text, 'capture.yml', {
    names: ['lambda', 's3'],
    load: async (names) => KNOWN.filter(({ name }) => names.includes(name)),
  });

const resource = (service: string, name: string, tags?: Record<string, string>): Resource => ({
  service,
  id: name,
  name,
  region: 'global',
  folder: `${service}/${name}`,
  ...(tags && { tags }),
});

describe('capture.yml', () => {
  it('may be empty', async () => {
    expect(await parsed('')).toEqual({ tags: {}, services: {} });
  });

  it('says where, what, and what each service is told', async () => {
    const text = [
      'to: s3://sails-captures/estate',
      'regions: [us-east-1, eu-central-1]',
      'only: [s3]',
      'tags: { project: sails }',
      'lambda: { include: ["booking-*"], exclude: ["*-test"] }',
      's3: { exclude: ["tmp/*"], versions: true }',
    ].join('\n');
    expect(await parsed(text)).toEqual({
      to: 's3://sails-captures/estate',
      regions: ['us-east-1', 'eu-central-1'],
      only: ['s3'],
      tags: { project: 'sails' },
      services: {
        lambda: { include: ['booking-*'], exclude: ['*-test'], options: {} },
        s3: { options: { exclude: ['tmp/*'], versions: true } },
      },
    });
  });

  it('gives a service what it takes for granted', async () => {
    expect((await parsed('s3: { include: ["a"] }')).services['s3']).toEqual({
      include: ['a'],
      options: { exclude: ['logs/*'], versions: false },
    });
  });

  it.each([
    ['regoins: [us-east-1]', 'capture.yml:1:1: regoins is not a setting; fix: did you mean "regions"?'],
    ['only: [lamda]', 'capture.yml:1:8: only[0] is not one of lambda, s3; fix: write lambda'],
    [
      'to: captures\nlambda:\n  inlcude: [a]',
      'capture.yml:3:3: lambda.inlcude is not a setting; fix: did you mean "include"?',
    ],
    ['lambda: 3', 'capture.yml:1:9: lambda is not a mapping'],
    ['lambda: { include: ["["] }', 'capture.yml:1:21: lambda.include[0] is not a glob'],
    ['s3: { versions: 3 }', 'capture.yml:1:17: s3.versions'],
    ['regions: [moon]', 'capture.yml:1:11: regions[0] is no region'],
    ['to: [', 'is not YAML'],
    ['- a', 'capture.yml:1:1: the configuration is not a mapping'],
    ['tags: { a: 1 }', 'capture.yml:1:12: tags.a is not text'],
  ])('tells each mistake with its place: %j', async (text, says) => {
    await expect(parsed(text)).rejects.toMatchObject({
      code: 'CONFIG.INVALID',
      message: expect.stringContaining(says),
    });
  });

  it('is shown in the examples and the documentation as the services take it', async () => {
    const known = { names: await serviceNames(), load: loadServices };
    const example = await parseCaptureConfig(readFileSync('examples/capture.yml', 'utf8'), 'capture.yml', known);
    expect(Object.keys(example.services)).toEqual(expect.arrayContaining(['s3', 'lambda', 'dynamodb', 'local']));
    const [, shown = ''] = /```yaml\n(.+?)```/s.exec(readFileSync('docs/capture.md', 'utf8')) ?? [];
    expect((await parseCaptureConfig(shown, 'docs', known)).to).toBe('../captures');
  });
});

describe('the selection', () => {
  it('goes by names, whether they begin with a slash or not', async () => {
    const selection = selectionOf(
      await parsed('lambda: { include: ["booking-*", "/aws/**"], exclude: ["**/debug", "booking-old"] }'),
    );
    const names = ['booking-a', 'booking-old', 'other', '/aws/lambda/x', 'aws/x', '/aws/x/debug', 'booking-\n'];
    expect(names.filter((name) => selection.includes(resource('lambda', name)))).toEqual([
      'booking-a',
      '/aws/lambda/x',
      'aws/x',
      'booking-\n',
    ]);
    expect(selection.includes(resource('s3', 'anything'))).toBe(true);
  });

  it('goes by tags, and counts those of whom they are not known', async () => {
    const selection = selectionOf(await parsed('tags: { project: sails, stage: prod }'));
    expect(selection.includes(resource('s3', 'a', { project: 'sails', stage: 'prod', more: '1' }))).toBe(true);
    expect(selection.includes(resource('s3', 'b', { project: 'sails' }))).toBe(false);
    expect(selection.includes(resource('s3', 'c', { project: 'sails', stage: 'test' }))).toBe(false);
    expect(selection.includes(resource('sqs', 'd'))).toBe(false);
    expect([...selection.untold]).toEqual([['sqs', 1]]);
  });
});

describe('the services', () => {
  it('are each called as their file', async () => {
    const names = await serviceNames();
    expect((await loadServices()).map(({ name }) => name)).toEqual(names);
  });

  it('are loaded as asked, and nothing else is one', async () => {
    expect((await loadServices(['sqs'])).map(({ name }) => name)).toEqual(['sqs']);
    await expect(loadServices(['lamda'])).rejects.toMatchObject({ code: 'CLI.USAGE', hint: 'Did you mean "lambda"?' });
    for (const hostile of ['../aws/stack', 'shared', 'S3'])
      await expect(loadServices([hostile])).rejects.toMatchObject({ code: 'CLI.USAGE' });
  });
});
