import { describe, expect, it } from 'vitest';
import { measured, proofLines, purgesOf, type Proof } from '../../src/lib/deploy/proof.ts';

const NOW = new Date('2026-03-10T12:00:00.000Z');
const LOCAL = measured(Buffer.from('one\ntwo\n'));
const PROOF: Proof = {
  name: 'booking/index.html',
  local: LOCAL,
  live: { ...measured(Buffer.from('one\n')), at: '2026-03-10T09:30:00.000Z' },
  standing: 'behind',
  target: { what: 'production', bucket: 'demo-prod', key: 'booking/index.html' },
  purges: [{ distribution: 'E1DEMO', paths: ['/booking/', '/booking/index.html'] }],
  features: { kept: ['HERO_FADE'], gained: ['STRIPE_CHECKOUT'], lost: [] },
  verified: { by: 'role web-lead', at: '2026-03-10T11:00:00.000Z' },
};

describe('measured', () => {
  it.each([
    ['', 0],
    ['\n', 1],
    ['one', 1],
    ['one\n', 1],
    ['one\ntwo', 2],
  ])('counts the lines of %j', (text, lines) => {
    expect(measured(Buffer.from(text)).lines).toBe(lines);
  });

  it('names bytes as md5sum and sha256sum do', () => {
    expect(measured(Buffer.from('abc'))).toEqual({
      lines: 1,
      size: 3,
      md5: '900150983cd24fb0d6963f7d28e17f72',
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
  });
});

describe('proofLines', () => {
  it('says everything in six lines', () => {
    expect(proofLines(PROOF, NOW)).toEqual([
      `local     booking/index.html  2 lines  8 bytes  md5 ${LOCAL.md5}  sha256 ${LOCAL.sha256}`,
      `live      booking/index.html  1 line  4 bytes  md5 ${PROOF.live!.md5}  sha256 ${PROOF.live!.sha256}  BEHIND, 2 h old`,
      'target    production: s3://demo-prod/booking/index.html',
      'purge     E1DEMO /booking/ /booking/index.html',
      'features  kept: HERO_FADE; new: STRIPE_CHECKOUT; lost: none',
      'verified  on staging by role web-lead, 2026-03-10T11:00:00.000Z',
    ]);
  });

  it('has six lines, each one line, whatever is missing', () => {
    const { live: _live, verified: _verified, ...rest } = PROOF;
    const lines = proofLines({ ...rest, standing: 'none', purges: [] }, NOW);
    expect(lines).toHaveLength(6);
    expect(lines.filter((line) => line.includes('\n'))).toEqual([]);
    expect(lines[1]).toBe('live      nothing: booking/index.html is new in production');
    expect(lines[3]).toBe('purge     no distribution');
    expect(lines[5]).toContain('nobody accepted these bytes');
  });

  it('stays six lines for a name and features with line breaks', () => {
    const lines = proofLines({ ...PROOF, name: 'a\nb', features: { ...PROOF.features, lost: ['X\nlocal'] } }, NOW);
    expect(lines.flatMap((line) => line.split('\n'))).toHaveLength(6);
  });

  it('names what is lost, and the digests, whatever else there is to name', () => {
    const kept = Array.from({ length: 300 }, (_, nth) => `FEATURE_OF_SOME_LENGTH_${nth}`);
    const features = { kept, gained: kept, lost: ['CHECKOUT'] };
    const lines = proofLines({ ...PROOF, name: '\u0007'.repeat(1024), features }, NOW);
    expect(lines[4]).toMatch(/ and 2\d\d more; new: .* and 2\d\d more; lost: CHECKOUT$/);
    expect(lines[0]).toContain(`sha256 ${LOCAL.sha256}`);
    expect(lines[1]).toMatch(/BEHIND, 2 h old$/);
  });

  it.each([
    ['2026-03-10T11:59:30.000Z', '0 min'],
    ['2026-03-10T10:01:00.000Z', '119 min'],
    ['2026-03-08T12:01:00.000Z', '47 h'],
    ['2026-03-01T12:00:00.000Z', '9 days'],
    ['2026-03-10T13:00:00.000Z', '0 min'],
  ])('says how old a version of %s is', (at, age) => {
    expect(proofLines({ ...PROOF, live: { ...PROOF.live!, at } }, NOW)[1]).toContain(`BEHIND, ${age} old`);
  });
});

it('purges what each distribution has of a key, and says where it has nothing', () => {
  const target = { bucket: 'b', prefix: '', distributions: ['E1', 'E2'], originPath: '/site' };
  expect(purgesOf(target, 'site/a.html')).toEqual([
    { distribution: 'E1', paths: ['/a.html'] },
    { distribution: 'E2', paths: ['/a.html'] },
  ]);
  const lines = proofLines({ ...PROOF, purges: purgesOf(target, 'other/a.html') }, NOW);
  expect(lines[3]).toBe('purge     E1 has no path to it; E2 has no path to it');
});
