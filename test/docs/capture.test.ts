import { describe, expect, it } from 'vitest';
import { loadServices, serviceNames } from '../../src/cli/capture/services.ts';
import { parseCaptureConfig } from '../../src/lib/capture/config.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import { document, rows } from './documents.ts';

const services = await loadServices();
const names = services.map(({ name }) => name);
const known = { names: await serviceNames(), load: loadServices };

/** Of a document's tables with so many columns the rows whose first cell names services, one for each service. */
function rowsOf(file: string, columns: number): readonly (readonly [string, ...string[]])[] {
  return rows(document(file))
    .filter((cells) => cells.length === columns)
    .flatMap(([first = '', ...others]) => first.split(', ').map((name) => [name, ...others] as const))
    .filter(([name]) => names.includes(name));
}

const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted();

describe('docs/capture.md', () => {
  const { text } = document('docs/capture.md');

  it('has a row for every service, with how it comes back', () => {
    const told = rowsOf('docs/capture.md', 3).map(([name, , by]) => `${name}: ${by}`);
    expect(sorted(told)).toEqual(sorted(services.map((service) => `${service.name}: ${wayOf(service)}`)));
  });

  it('shows a configuration that is one', async () => {
    const [, shown = ''] = /```yaml\n(to: [\s\S]*?)```/.exec(text) ?? [];
    const config = await parseCaptureConfig(shown, 'capture.yml', known);
    expect(config).toMatchObject({ only: ['s3', 'lambda', 'route53'], tags: { project: 'sails' } });
    const spoken = ['apps-script', 'dynamodb', 'lambda', 'lightsail', 'local', 's3'];
    expect(sorted(Object.keys(config.services))).toEqual(spoken);
  });

  it('names the keys that are left out by default', () => {
    const s3 = services.find(({ name }) => name === 's3');
    const [, shown = ''] = /exclude: (\['logs[^\]]*\])/.exec(text) ?? [];
    expect(s3?.options?.parse({})).toMatchObject({ exclude: JSON.parse(shown.replaceAll("'", '"')) });
  });
});

describe('docs/recovery.md', () => {
  it('has a runbook for every service', () => {
    expect(sorted(rowsOf('docs/recovery.md', 4).map(([name]) => name))).toEqual(sorted(names));
  });

  it('says of every service what it was run on', () => {
    const told = rowsOf('docs/recovery.md', 3);
    expect(sorted(told.map(([name]) => name))).toEqual(sorted(names));
    const commanded = services.filter((service) => wayOf(service) === 'commands').map(({ name }) => name);
    const neither = told.filter(([, , restored]) => restored === 'neither: commands').map(([name]) => name);
    expect(sorted(neither)).toEqual(sorted(commanded));
  });
});

function wayOf({ name, restore }: Service): string {
  if (name === 'local') return 'Holdfast, into a folder of its own';
  if (!restore) return 'nothing';
  return restore.whyNoDrill?.startsWith('Holdfast prints the commands') ? 'commands' : 'Holdfast';
}
