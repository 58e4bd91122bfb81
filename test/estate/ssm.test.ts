import { SSM } from '@aws-sdk/client-ssm';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/ssm.ts';
import { captureOf, estateAt, newStore, resourceOf } from '../capture/run-capture.ts';
import { compared, everything, stepOf, typed } from './round-trip.ts';

const estate = estateAt({ endpoint: inject('emulator'), regions: ['us-east-1', 'eu-central-1'] });
const ssm = estate.client(SSM);

it('captures the names of parameters and never a value, and gives the commands to put them again', async () => {
  const tags = { Tags: [{ Key: 'site', Value: 'booking' }] };
  for (let index = 0; index < 60; index += 1)
    await ssm.putParameter({ Name: `/booking/${index}`, Type: 'String', Value: `canary-${index}` });
  await ssm.putParameter({ Name: '/booking/password', Type: 'SecureString', Value: 'canary-secure', ...tags });
  await ssm.putParameter({ Name: '__proto__', Type: 'String', Value: 'canary-proto' });
  const hint = 'see https://reader:canary-hint@example.com';
  await ssm.putParameter({ Name: '/booking/list', Type: 'StringList', Value: 'canary,x', Description: hint });
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  expect(before.metadata.resources.map((each) => each.folder)).toStrictEqual(['ssm-parameters/us-east-1']);
  const region = resourceOf(before, 'parameters of us-east-1');
  const document = await region.json('config.json');
  expect(document).toMatchObject({
    parameters: {
      '/booking/59': { Type: 'String', tags: {} },
      '/booking/password': { Type: 'SecureString', Tier: 'Standard', tags: { site: 'booking' } },
      '/booking/list': { Type: 'StringList', Description: { ref: 'ssm/us-east-1//booking/list/Description' } },
    },
  });
  expect(JSON.stringify(document)).toContain('"__proto__":{');
  expect(await everything(before)).not.toContain('canary');
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
  expect(await stepOf(service, region, estate)).toMatchObject({ kind: 'leave' });

  await ssm.deleteParameter({ Name: '/booking/password' });
  const again = await stepOf(service, region, estate);
  expect(again.details).toHaveLength(1);
  expect(again.commands?.[0]).toMatch(/^# Captures have no values/);
  expect(await typed(again.commands, { ssm })).toStrictEqual(['put-parameter', 'add-tags-to-resource']);
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
});

it('leaves a parameter that a stack makes to the stack', async () => {
  const other = estateAt({ endpoint: inject('emulator') });
  const owned = { Tags: [{ Key: 'aws:cloudformation:stack-name', Value: 'booking-stack' }] };
  await other.client(SSM).putParameter({ Name: '/crew/greeting', Type: 'String', Value: 'ahoy', ...owned });
  const region = resourceOf(await captureOf([service], other), 'parameters of us-east-1');
  await other.client(SSM).deleteParameter({ Name: '/crew/greeting' });
  const { commands = [] } = await stepOf(service, region, other);
  expect(commands).toContain('# /crew/greeting comes back with its stack booking-stack.');
  expect(commands.filter((line) => !line.startsWith('#'))).toStrictEqual([]);
});
