import { describe, expect, it } from 'vitest';
import { pageWith, world } from '../world.ts';

describe('a page that was renamed', () => {
  it.each(['versioned', 'suspended', 'unversioned'] as const)('is let go on a %s bucket', async (mode) => {
    const { clock, upload, remove, look, served, incidents } = world({ mode });
    upload('old.html', pageWith('HERO'));
    await look('old.html');
    clock.advance(24 * 60 * 60 * 1000);
    upload('new.html', pageWith('HERO'));
    await look('new.html');
    remove('old.html');
    await look('old.html');
    expect(served('old.html')).toBe('');
    expect(incidents()).toEqual([{ key: 'old.html', state: 'observed', codes: ['page.deleted'] }]);
  });
});

describe('a page that was put back before its features came up elsewhere', () => {
  it.each(['versioned', 'suspended', 'unversioned'] as const)('says so on a %s bucket', async (mode) => {
    const { clock, upload, remove, look, table } = world({ mode });
    upload('old.html', pageWith('HERO'));
    await look('old.html');
    clock.advance(24 * 60 * 60 * 1000);
    remove('old.html');
    await look('old.html');
    upload('new.html', pageWith('HERO'));
    await look('new.html');
    await look('old.html');
    expect(table.incidents()).toMatchObject([{ state: 'restored', nowOn: { HERO: 'new.html' } }]);
  });
});

describe('an incident', () => {
  it('fits into an item of the registry, whatever an uploader chose', async () => {
    const { upload, look, table } = world();
    const tokens = Array.from({ length: 200 }, (_, i) => `T${i}`.padEnd(128, 'X'));
    upload('index.html', pageWith(...tokens));
    await look('index.html');
    const far = `${'deep/'.repeat(198)}a.html`;
    upload(far, pageWith(...tokens));
    await look(far);
    upload('index.html', pageWith());
    await look('index.html');
    const [incident] = table.incidents();
    expect(incident?.findings[0]?.code).toBe('token.moved');
    // 400 KB for names and values (DynamoDB, "Constraints"); half is left for headers and for where tokens are now.
    expect(Buffer.byteLength(JSON.stringify(incident))).toBeLessThan(200 * 1024);
  });
});
