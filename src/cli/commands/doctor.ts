import { chooseSites } from '../choose-site.ts';
import { optionText, type Command } from '../command.ts';
import { monthlyCost } from '../cost.ts';
import { examine, examineStack, type Examined } from '../doctor/examine.ts';
import { showChecks, showCost, showVerdict, sum } from '../doctor/report.ts';
import { usage } from '../outcome.ts';

export const doctor: Command = {
  name: 'doctor [site]',
  summary: 'look at every precondition: what is wrong, how to mend it, and what guarding costs in a month',
  options: [['--uploads <per-day>', 'uploads of pages a day and site, for the cost (20)']],
  examples: ['npx holdfast doctor', 'npx holdfast doctor demo --json'],
  exits: [0, 1, 2, 6, 7],
  writes: false,
  check: (input) => void uploadsOf(optionText(input, 'uploads')),
  async run(input, session) {
    const uploadsPerDay = uploadsOf(optionText(input, 'uploads'));
    const stack = await examineStack(session);
    const examined: Examined[] = [];
    for (const site of chooseSites(session.sites, input.args[0]))
      examined.push(await examine(site, uploadsPerDay, session));
    const checks = [...stack, ...examined.flatMap((site) => site.checks)];
    const cost = monthlyCost(examined.flatMap(({ load }) => load ?? []));
    const healthy = checks.every(({ state }) => state !== 'wrong');
    const groups = [['stack', stack] as const, ...examined.map(({ name, checks }) => [name, checks] as const)];
    return {
      exitCode: healthy ? 0 : 6,
      value: {
        healthy,
        stack,
        sites: Object.fromEntries(examined.map(({ name, checks }) => [name, checks])),
        monthlyCost: { dollars: sum(cost), lines: cost },
      },
      text: [...groups.map(([name, group]) => showChecks(name, group)), showCost(cost), showVerdict(checks)].join(
        '\n\n',
      ),
    };
  },
};

function uploadsOf(text: string | undefined): number {
  const uploads = Number(text ?? 20);
  if (Number.isFinite(uploads) && uploads >= 0 && uploads <= 1e6) return uploads;
  throw usage('--uploads is a number of uploads a day.', 'Write e.g. --uploads 50.');
}
