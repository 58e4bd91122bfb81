import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { awsCommands, tagCalls } from '../../src/lib/estate/shared/aws-command.ts';
import { JsonText } from '../../src/lib/estate/shared/parsed-json.ts';
import { tagList } from '../../src/lib/estate/shared/tags.ts';

const TO = { idOf: (id: string) => (id === 'arn:old' ? 'arn:new' : id) };
const REFERENCE = { secret: `hmac-sha256:${'0'.repeat(64)}`, ref: 'sns/alerts/subscriptions/example.com/1' };

function linesFor(input: Readonly<Record<string, unknown>>): readonly string[] {
  return awsCommands(TO, [{ service: 'sns', operation: 'subscribe', region: 'us-east-1', input }]);
}

/** What a shell gives to `aws`. */
async function given(lines: readonly string[]): Promise<readonly string[]> {
  const script = `aws() { printf '%s\\0' "$@"; }\n${lines.join('\n')}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script]);
  return stdout.split('\0').slice(0, -1);
}

it.each([
  'it\'s $(touch x) `id` \\ "quoted" ; rm -rf / #',
  '--endpoint-url',
  'file:///etc/passwd',
  'line\nbreak\u001B[2Jescape\u009B\u202E\u{E0041}',
  '',
])('gives %j to the command line as it is, and nothing of it to the shell or the terminal', async (name) => {
  const lines = linesFor({ Name: name });
  // oxlint-disable-next-line no-control-regex -- what terminals obey must not be there
  expect(lines.join('')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/);
  const [service, operation, region, where, flag, json = ''] = await given(lines);
  expect([service, operation, region, where, flag]).toStrictEqual([
    'sns',
    'subscribe',
    '--region',
    'us-east-1',
    '--cli-input-json',
  ]);
  expect(JSON.parse(json)).toStrictEqual({ Name: name });
});

it('names what is called otherwise by now, and says where secrets have to be filled in', async () => {
  const lines = linesFor({ TopicArn: 'arn:old', Policy: new JsonText({ Resource: 'arn:old' }), Endpoint: REFERENCE });
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^# Put the value of sns\/alerts\/subscriptions\/example\.com\/1 /);
  const json = (await given(lines)).at(-1) ?? '';
  expect(JSON.parse(json)).toStrictEqual({
    TopicArn: 'arn:new',
    Policy: '{"Resource":"arn:new"}',
    Endpoint: 'FILL-IN:sns/alerts/subscriptions/example.com/1',
  });
});

it("leaves AWS's own tags to AWS", () => {
  const called = (operation: string, input: object) => ({
    service: 'sns',
    operation,
    region: 'us-east-1',
    input: { ...input },
  });
  const calls = tagCalls(
    { 'aws:cloudformation:stack-name': 'booking', site: 'booking' },
    { 'aws:backup:x': '1', old: '' },
    { set: (tags) => called('tag', tags), remove: (keys) => called('untag', { keys }) },
  );
  expect(calls.map(({ input }) => input)).toStrictEqual([{ site: 'booking' }, { keys: ['old'] }]);
  expect(tagList({ 'aws:cloudformation:stack-name': 'booking', site: 'booking' })).toStrictEqual([
    { Key: 'site', Value: 'booking' },
  ]);
});
