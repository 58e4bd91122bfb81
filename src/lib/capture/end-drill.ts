import pMap from 'p-map';
import { failureOf } from './failure.ts';
import { refuseForeign } from './drill-names.ts';
import type { Estate } from './estate.ts';
import { liveState } from './live-state.ts';
import type { ResourceKey } from './resource.ts';
import { journaled, type Journaled, type RestoreJournal } from './restore-journal.ts';
import { restoreOrder } from './restore-order.ts';
import { atOnce } from './restore-work.ts';
import type { Made } from './restore.ts';
import type { SecretBook } from './secrets.ts';
import type { Service } from './service.ts';

/** What a drill made and could not take away again. */
export interface LeftOver {
  readonly key: ResourceKey;
  readonly made: Made;
  readonly why: string;
}

/** What ending a drill needs. */
export interface EndDrill {
  readonly drill: string;
  readonly services: readonly Service[];
  readonly estate: Estate;
  readonly secrets: SecretBook;
  /** As `liveNames` gives them; nothing that is called so is taken away. */
  readonly live: ReadonlySet<string>;
  readonly tell: (key: ResourceKey) => void;
}

/** Takes away all that the journal says was made, each service before those that it refers to, and looks whether it is gone. May be run again. */
export async function endDrill(journal: RestoreJournal, deps: EndDrill): Promise<readonly LeftOver[]> {
  const entries = [...(await journaled(journal))].toReversed();
  const left: LeftOver[] = [];
  for (const service of restoreOrder(deps.services).toReversed()) {
    const own = entries.filter(([, { expected }]) => expected.service === service.name);
    const end = async ([key, noted]: (typeof own)[number]) => {
      const made = noted.made ?? unknownYet(noted);
      const why = await takenAway(service, made, deps);
      if (why !== undefined) {
        left.push({ key, made, why });
        return;
      }
      await journal.note({ note: 'removed', resource: key });
      deps.tell(key);
    };
    await pMap(own, end, { concurrency: atOnce(service) });
  }
  return left;
}

/** A kill left open whether it was made: it is looked for by the name that it would have. */
const unknownYet = ({ expected }: Journaled): Made => ({ resource: expected, ids: {} });

/** Why it is there still; `undefined` where it is gone. */
async function takenAway(service: Service, made: Made, deps: EndDrill): Promise<string | undefined> {
  const { estate, secrets, drill, live } = deps;
  try {
    refuseForeign(made, drill, live);
    await service.restore?.remove?.(made, estate);
    // Objects in a bucket that somebody else has are no resource that can be looked at.
    if (made.resource.id.endsWith('/')) return undefined;
    const found = await liveState(service, made.resource, secrets, estate);
    return found ? 'It was taken away and is there still.' : undefined;
  } catch (error) {
    return failureOf(error, secrets).message;
  }
}
