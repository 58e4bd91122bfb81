import { expect, it } from 'vitest';
import { showObstacles } from '../../../src/cli/deploy/show-obstacles.ts';
import type { Obstacle } from '../../../src/lib/deploy/obstacle.ts';

const ahead = (path: string, says = 'Production is ahead.'): Obstacle => ({
  rule: 'D8',
  path,
  says,
  next: `Pull ${path}.`,
});

it('shows each with what to do', () => {
  const change: Obstacle = { rule: 'D3', says: 'Two changes.', next: 'Name it.' };
  expect(showObstacles([change, ahead('a.html')])).toBe(
    'D3  Two changes.\n    → Name it.\nD8  a.html: Production is ahead.\n    → Pull a.html.',
  );
});

it('counts the files after ten of one rule, and leaves out nothing of those ten', () => {
  const many = Array.from({ length: 300 }, (_, at) => ahead(`${at}.css`));
  const lost: Obstacle = { rule: 'D7', path: 'z.html', says: 'A feature goes.', next: 'Put it right.' };
  const said = showObstacles([...many, lost, ahead('3.css', 'And more of it.')]).split('\n');
  expect(said.filter((line) => line.startsWith('D8  ') && line.includes('.css'))).toHaveLength(11);
  expect(said).toContain('D8  3.css: And more of it.');
  expect(said).toContain('D7  z.html: A feature goes.');
  expect(said.at(-1)).toBe('D8  and 290 files more (--json has all)');
});

it('keeps what others chose on its line', () => {
  expect(showObstacles([ahead('a\n→ rm -rf.html')]).split('\n')).toHaveLength(2);
});
