import * as z from 'zod';
import type { Person } from '../../lib/approval/person.ts';

const ID = z.string().min(1).max(40);

/** Who did it, where, and by which app. `team` is null where the app is installed for a whole organization. */
const WHO = {
  api_app_id: ID,
  user: z.object({ id: ID, team_id: ID.nullish() }),
  team: z.object({ id: ID, enterprise_id: ID.nullish() }).nullable(),
  enterprise: z.object({ id: ID }).nullish(),
};

const PRESS = z.object({
  ...WHO,
  type: z.literal('block_actions'),
  trigger_id: z.string().min(1).max(200),
  actions: z
    .array(z.object({ action_id: z.string().max(255), value: z.string().max(2000).nullish() }))
    .min(1)
    .max(25),
});

const FIELD = z.object({ value: z.string().max(10_000).nullish() });

const SUBMISSION = z.object({
  ...WHO,
  type: z.literal('view_submission'),
  view: z.object({
    callback_id: z.string().max(255),
    private_metadata: z.string().max(3000),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), FIELD)) }),
  }),
});

const KINDS = { block_actions: PRESS, view_submission: SUBMISSION } as const;

/** Somebody pressed a button. */
export type Press = z.infer<typeof PRESS>;

/** Somebody sent off a window. */
export type Submission = z.infer<typeof SUBMISSION>;

/** What Slack has to say; `other`: nothing that concerns us. */
export type Interaction = Press | Submission | { readonly type: 'other' };

/** Reads the form that Slack posts, as its `payload` field says; `undefined` for what Slack would not send. */
export function readInteraction(form: string): Interaction | undefined {
  const payloads = new URLSearchParams(form).getAll('payload');
  const value = payloads.length === 1 ? parsed(payloads[0] ?? '') : undefined;
  const type = z.object({ type: z.string() }).safeParse(value).data?.type;
  if (type === undefined) return undefined;
  if (type !== 'block_actions' && type !== 'view_submission') return { type: 'other' };
  return KINDS[type].safeParse(value).data;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/**
 * Whom Slack says it was. In a shared channel people of other workspaces press buttons too: then `user.team_id` is their
 * own. In an organization it is the organization's id (docs.slack.dev), which then stands for the app's workspace.
 */
export function personIn({ user, enterprise }: Pick<Press, 'user' | 'enterprise'>, team: Team): Person {
  const home = user.team_id ?? team.id;
  const organizations: readonly (string | null | undefined)[] = [team.enterprise_id, enterprise?.id];
  return { kind: 'slack', user: user.id, team: organizations.includes(home) ? team.id : home };
}

type Team = NonNullable<Press['team']>;
