import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import type { Made, Step, Target } from '../../src/lib/capture/restore.ts';
import type { Service } from '../../src/lib/capture/service.ts';

const isOpen = ({ kind }: Step) => kind === 'create' || kind === 'change';

/**
 * Does what a plan says as a restore does it: each step planned again right before. Answers with the first plan, what was made
 * last, and the plan that is left. Throws where a later plan has a step that the first did not show.
 */
export async function restored(service: Service, captured: CapturedResource, to: Target, estate: Estate) {
  const plan = async () => (await service.restore?.plan(captured, to, estate)) ?? [];
  const shown = ({ kind, what, details = [] }: Step) => JSON.stringify([kind, what, details]);
  const first = await plan();
  let made: Made | undefined;
  let steps = first;
  for (let next = steps.find(isOpen), tries = 0; next; next = steps.find(isOpen), tries += 1) {
    if (tries === 20) throw new Error(`It never ends: ${shown(next)}`);
    if (!first.map(shown).includes(shown(next))) throw new Error(`Nobody was shown ${shown(next)}`);
    made = await next.apply?.(() => {});
    steps = await plan();
  }
  return { first, made, left: steps };
}
