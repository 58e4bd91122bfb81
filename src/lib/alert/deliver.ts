import { HoldfastError } from '../errors.ts';
import type { Channel, Deliveries, Delivery, Subject, Told } from './deliveries.ts';

// Longer than the function may run (60 s): whoever claimed it before that is dead.
const CLAIM_MS = 60_000;

/** What there is to send, decided on what was told before. */
export interface Sending {
  readonly told: Told;
  /** Sends it; gives back what is to be remembered. May run again after a crash. */
  send(before: Delivery | undefined): Promise<Pick<Delivery, 'post' | 'sentAt'> & { refused?: string }>;
}

/**
 * Tells one thing over one channel: claim, send, mark. Two tellers never send at once; one that dies before its mark is
 * repeated, so a thing is told twice rather than never. Throws a retryable error when another has the claim.
 */
export async function deliver(
  to: { subject: Subject; channel: Channel },
  plan: (before: Delivery | undefined) => Sending | undefined,
  deps: { deliveries: Pick<Deliveries, 'read' | 'write'>; now: Date },
): Promise<void> {
  const before = await deps.deliveries.read(to.subject, to.channel);
  const sending = plan(before);
  if (!sending) return;
  const claimed = await claim(to, before, deps);
  try {
    const { refused, ...sent } = await sending.send(before);
    await mark(to, claimed, { ...sent, told: { ...sending.told, ...(refused ? { refused } : {}) } }, deps);
  } catch (error) {
    await release(to, claimed, deps);
    throw error;
  }
}

type To = { subject: Subject; channel: Channel };
type Deps = { deliveries: Pick<Deliveries, 'write'>; now: Date };

async function claim(to: To, before: Delivery | undefined, { deliveries, now }: Deps): Promise<Delivery> {
  if (before?.claimedUntil && Date.parse(before.claimedUntil) > now.getTime()) throw held(to);
  const claimedUntil = new Date(now.getTime() + CLAIM_MS).toISOString();
  const next: Delivery = { ...before, rev: (before?.rev ?? 0) + 1, claimedUntil };
  const outcome = await deliveries.write(to.subject, to.channel, { expect: before?.rev ?? 'absent', next });
  if (outcome === 'conflict') throw held(to);
  return next;
}

async function mark(to: To, claimed: Delivery, sent: Partial<Delivery>, { deliveries }: Deps): Promise<void> {
  const { claimedUntil: _, ...rest } = claimed;
  const next = { ...rest, ...sent, rev: claimed.rev + 1 };
  const outcome = await deliveries.write(to.subject, to.channel, { expect: claimed.rev, next });
  if (outcome === 'conflict') throw held(to);
}

// Best effort: a claim that stays ends by itself.
async function release(to: To, claimed: Delivery, { deliveries }: Deps): Promise<void> {
  const { claimedUntil: _, ...rest } = claimed;
  const next = { ...rest, rev: claimed.rev + 1 };
  await deliveries.write(to.subject, to.channel, { expect: claimed.rev, next }).catch(() => 'conflict');
}

function held({ subject, channel }: To): HoldfastError {
  return new HoldfastError('ALERT.HELD', `Another run is telling this ${subject.kind} over ${channel} just now.`, {
    retryable: true,
  });
}
