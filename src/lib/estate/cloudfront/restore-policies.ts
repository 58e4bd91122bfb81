import { CloudFront } from '@aws-sdk/client-cloudfront';
import { changeLine } from '../../capture/change-line.ts';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { compareDocuments } from '../../capture/compare-documents.ts';
import { isObject } from '../../capture/plain-value.ts';
import type { Made, Restorer, Step, Target } from '../../capture/restore.ts';
import { restored } from '../shared/restored.ts';
import { moved, orMoved } from './moved.ts';
import { idNamed, isMissing, kindOf, type PolicyKind } from './policy-kind.ts';
import { settled } from './settled.ts';

/** Things of these kinds by their ETag; those that are gone are made anew under another id. */
export function restorePolicies(kinds: readonly PolicyKind[], after: readonly string[]): Restorer {
  return {
    after,
    drillDiffers: [['config.json#Comment', 'What has no name bears the drill in its comment.']],
    async plan(captured, to, estate) {
      const cloudfront = estate.client(CloudFront);
      const { entry } = captured;
      const { kind, id } = kindOf(kinds, entry.id);
      const name = to.nameOf(entry.service, entry.name);
      const what = `${kind.name} ${name}`;
      const config = wantedConfig(kind, await captured.json('config.json'), name, to);
      const live = await found(cloudfront, kind, { id, name, renamed: name !== entry.name }, to);
      const details = live
        ? compareDocuments('config.json', settled(live.config), settled(config)).map(changeLine)
        : ['It is gone.'];
      if (live && details.length === 0) return [{ kind: 'leave', what, made: madeOf(captured, kind, live.id, to) }];
      return [stepOf(cloudfront, captured, { kind, what, details, live, config }, to)];
    },
    async remove({ resource: { id, name } }, estate) {
      const cloudfront = estate.client(CloudFront);
      for (const kind of kinds) {
        const of = id.startsWith(`${kind.name}/`) ? id.slice(kind.name.length + 1) : undefined;
        const known = id === name ? await idNamed(kind, cloudfront, name) : of;
        const live = known === undefined ? undefined : await read(cloudfront, kind, known);
        if (!live || known === undefined) continue;
        if (nameIn(kind, live.config) !== name) throw moved(`${kind.name} ${known}`);
        await kind.remove(cloudfront, known, live.etag).catch((error: unknown) => {
          if (!isMissing(error)) throw error;
        });
      }
    },
  };
}

/** What tells it: its name, or the comment in its place. */
function nameIn({ nameless }: PolicyKind, config: unknown): unknown {
  return isObject(config) ? config[nameless === true ? 'Comment' : 'Name'] : undefined;
}

interface Live {
  readonly id: string;
  readonly config: unknown;
  readonly etag: string;
}

async function read(cloudfront: CloudFront, kind: PolicyKind, id: string): Promise<Live | undefined> {
  try {
    return { id, ...(await kind.get(cloudfront, id)) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The name that it goes by, and what else it refers to, as they are called now. */
function wantedConfig(kind: PolicyKind, captured: unknown, name: string, to: Target): unknown {
  if (!isObject(captured)) return captured;
  const { Items } = captured;
  return {
    ...captured,
    ...(kind.nameless === true ? to.drill !== undefined && { Comment: name } : { Name: name }),
    ...(Array.isArray(Items) && { Items: Items.map((each) => (typeof each === 'string' ? to.idOf(each) : each)) }),
  };
}

/** By its id, where it has its own name still; else by the name that it should have. */
async function found(
  cloudfront: CloudFront,
  kind: PolicyKind,
  { id, name, renamed }: { readonly id: string; readonly name: string; readonly renamed: boolean },
  to: Target,
): Promise<Live | undefined> {
  const now = to.idOf(id);
  if (!renamed || now !== id) {
    const known = await read(cloudfront, kind, now);
    if (known) return known;
  }
  const named = await idNamed(kind, cloudfront, name);
  return named === undefined ? undefined : read(cloudfront, kind, named);
}

interface Planned {
  readonly kind: PolicyKind;
  readonly what: string;
  readonly details: readonly string[];
  readonly live: Live | undefined;
  readonly config: unknown;
}

function stepOf(cloudfront: CloudFront, captured: CapturedResource, planned: Planned, to: Target): Step {
  const { kind, what, details, live } = planned;
  return {
    kind: live ? 'change' : 'create',
    what,
    details,
    async apply() {
      const { entry } = captured;
      const id = live ? await updated(cloudfront, live, planned) : await created(cloudfront, planned, entry.id, to);
      return madeOf(captured, kind, id, to);
    },
  };
}

/** Distributions name it without its kind. */
function madeOf({ entry }: CapturedResource, kind: PolicyKind, id: string, to: Target): Made {
  return restored(entry, `${kind.name}/${id}`, to, { [kindOf([kind], entry.id).id]: id });
}

async function updated(cloudfront: CloudFront, { id, etag }: Live, { kind, what, config }: Planned): Promise<string> {
  const now = await read(cloudfront, kind, id);
  if (!now) throw moved(what);
  if (compareDocuments('', settled(now.config), settled(config)).length === 0) return id;
  if (now.etag !== etag) throw moved(what);
  await kind.update(cloudfront, id, config, etag).catch(orMoved(what));
  return id;
}

async function created(
  cloudfront: CloudFront,
  { kind, what, config }: Planned,
  was: string,
  to: Target,
): Promise<string> {
  const reference = `holdfast ${to.drill ?? to.capture} ${was}`;
  return kind.create(cloudfront, config, reference).catch((error: unknown) => {
    throw error instanceof Error && error.name.endsWith('AlreadyExists') ? moved(what, error) : error;
  });
}
