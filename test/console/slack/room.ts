import { readFileSync } from 'node:fs';
import { signed } from '../../../scripts/local/slack-signature.ts';
import { viewFault } from '../../../scripts/local/slack-view-limits.ts';
import { slackRoutes } from '../../../src/console/slack/routes.ts';
import type { SlackView } from '../../../src/console/slack/view.ts';
import type { Decision } from '../../../src/lib/incident/incident.ts';
import type { InstalledApp } from '../../../src/lib/site/slack-apps.ts';
import type { Approver } from '../../../src/lib/site/site.ts';
import { exampleSite, pageWith, siteRecord, world } from '../../world.ts';

export const GOOD = pageWith('HERO', 'CHECKOUT');
export const STALE = pageWith('HERO');
export const APP: InstalledApp = {
  id: 'A012AB3CD',
  team: 'T012AB3CD',
  signingSecretParameter: '/demo/secret',
  sites: ['demo'],
};
const { sites: _, ...OF_SITE } = APP;

/** A payload as Slack sends it, anew each time. */
export type Payload = Record<string, unknown>;
const sample = (name: string): Payload => JSON.parse(readFileSync(`events/slack/${name}.json`, 'utf8'));

/** A guarded site whose bad upload was undone, its Slack app, and the endpoint that Slack tells of what people do. */
export async function room({ apps = [APP], approvers = [{ slack: 'U012AB3CD', team: 'T012AB3CD' }] }: Start = {}) {
  const guard = world();
  const slack = { channel: '#web-alerts', tokenParameter: '/demo/token', app: OF_SITE };
  guard.table.putSite(siteRecord({ ...exampleSite(), approvers, slack }));
  guard.upload('index.html', GOOD);
  await guard.look('index.html');
  guard.upload('index.html', STALE);
  await guard.look('index.html');
  const id = guard.table.incidents()[0]?.id ?? '';

  /** By parameter: what SSM holds, and what is kept of it. */
  const stored = new Map([['/demo/secret', 'of-the-app']]);
  const kept = new Map(stored);
  const opened: SlackView[] = [];
  const errors: { message: string; details: Readonly<Record<string, unknown>> }[] = [];
  const outcomes: { refuses?: string; fails?: Error } = {};
  let looked = 0;
  const routes = slackRoutes({
    ...guard.deps,
    log: { error: (message, details) => void errors.push({ message, details }) },
    slack: {
      apps,
      secrets: {
        async read(parameter, { fresh }) {
          if (fresh) looked += 1;
          if (fresh) kept.set(parameter, stored.get(parameter) ?? '');
          const value = kept.get(parameter);
          return value ? { kind: 'secret', value } : { kind: 'refused', reason: `no ${parameter}` };
        },
      },
      views: {
        async open(_target, _trigger, view) {
          if (outcomes.fails) throw outcomes.fails;
          const fault = viewFault(view);
          if (outcomes.refuses ?? fault) return { kind: 'refused', reason: outcomes.refuses ?? fault ?? '' };
          opened.push(view);
          return { kind: 'opened' };
        },
      },
    },
  });
  const now = (): number => guard.clock.now().getTime();

  /** Posts bytes as they are. */
  const post = (body: string, headers: Record<string, string>) =>
    routes.request('/actions', { method: 'POST', body, headers });

  /** Posts what Slack has to say, signed with this secret at this time. */
  const send = (payload: unknown, { secret = 'of-the-app', at = now() }: { secret?: string; at?: number } = {}) => {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    return post(body, signed(body, at, secret));
  };

  const pressOf = (what: Decision['what'] | 'open', change: Payload = {}): Payload => {
    const action = what === 'open' ? { action_id: 'open', value: null } : { action_id: `decide-${what}`, value: id };
    return { ...sample('block-actions'), actions: [action], ...change };
  };

  const submissionOf = (view: SlackView | undefined, reason: unknown, change: Payload = {}): Payload => {
    const payload = sample('view-submission');
    const state = { values: { reason: { reason: { type: 'plain_text_input', value: reason } } } };
    return { ...payload, view: { ...Object(payload['view']), ...view, state }, ...change };
  };

  return {
    ...guard,
    id,
    post,
    routes,
    send,
    pressOf,
    submissionOf,
    opened,
    errors,
    stored,
    outcomes,
    now,
    freshReads: () => looked,
    state: () => guard.table.incident(id)?.state,
    /** Opens the window of a decision, as the approver. */
    openWindow: async (what: Decision['what']) => {
      await send(pressOf(what));
      const view = opened.at(-1);
      if (!view) throw new Error(`no window opened: ${JSON.stringify(errors)}`);
      return view;
    },
    /** Sends a window off; gives what it is answered. */
    sendOff: async (view: SlackView, reason: unknown, change?: Payload): Promise<Answered> =>
      JSON.parse(await (await send(submissionOf(view, reason, change))).text()),
  };
}

/** What Slack is answered to a window that was sent off. */
export interface Answered {
  readonly response_action: string;
  readonly errors?: Readonly<Record<string, string>>;
  readonly view?: {
    readonly title: { readonly text: string };
    readonly blocks: readonly { readonly text: { readonly type: string; readonly text: string } }[];
  };
}

interface Start {
  readonly apps?: readonly InstalledApp[];
  readonly approvers?: readonly Approver[];
}
