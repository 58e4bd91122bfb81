import { describe, expect, it } from 'vitest';
import { loadServices, serviceNames } from '../../src/cli/capture/services.ts';
import { parseCaptureConfig } from '../../src/lib/capture/config.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import { blocks, document, rows } from './documents.ts';

const services = await loadServices();
const names = services.map(({ name }) => name).toSorted();
const known = { names: await serviceNames(), load: loadServices };

/** Rows of a document's tables whose first cell names services, with these apart. */
function rowsOf(file: string, columns: number): readonly (readonly string[])[] {
  return rows(document(file))
    .filter((cells) => cells.length === columns)
    .flatMap(([first = '', ...others]) => first.split(', ').map((name) => [name, ...others]))
    .filter(([name = '']) => names.includes(name));
}

describe('docs/capture.md', () => {
  it('has a row for every service, with how it comes back', () => {
    const told = rowsOf('docs/capture.md', 3).map(([name, , by]) => [name, by]);
    expect(told.toSorted()).toEqual(services.map((service) => [service.name, wayOf(service)]).toSorted());
  });

  it('shows a configuration that is one', async () => {
    const [yaml] = blocks(document('docs/capture.md')).filter(({ language }) => language === 'yaml');
    // Blocks are read without their indentation: the text itself is asked.
    const text = /```yaml\n(to: [\s\S]*?)```/.exec(document('docs/capture.md').text)?.[1] ?? '';
    expect(yaml?.lines[0]).toContain('to:');
    const config = await parseCaptureConfig(text, 'capture.yml', known);
    expect(config).toMatchObject({ only: ['s3', 'lambda', 'route53'], tags: { project: 'sails' } });
    expect(Object.keys(config.services).toSorted()).toEqual([
      'apps-script',
      'dynamodb',
      'lambda',
      'lightsail',
      'local',
      's3',
    ]);
  });

  it('names the keys that are left out by default', () => {
    const s3 = services.find(({ name }) => name === 's3');
    const text = /exclude: (\['logs[^\]]*\])/.exec(document('docs/capture.md').text)?.[1] ?? '';
    expect(s3?.options?.parse({})).toMatchObject({ exclude: JSON.parse(text.replaceAll("'", '"')) });
  });
});

describe('docs/recovery.md', () => {
  it('has a runbook for every service', () => {
    expect(
      rowsOf('docs/recovery.md', 4)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(names);
  });

  it('says of every service what it was run on', () => {
    const told = rowsOf('docs/recovery.md', 3);
    expect(told.map(([name]) => name).toSorted()).toEqual(names);
    const commanded = services.filter((service) => wayOf(service) === 'commands').map(({ name }) => name);
    const neither = told.filter(([, , restored]) => restored === 'neither: commands').map(([name]) => name);
    expect(neither.toSorted()).toEqual(commanded.toSorted());
  });
});

function wayOf({ name, restore }: Service): string {
  if (name === 'local') return 'Holdfast, into a folder of its own';
  if (!restore) return 'nothing';
  return restore.whyNoDrill?.startsWith('Holdfast prints the commands') ? 'commands' : 'Holdfast';
}
