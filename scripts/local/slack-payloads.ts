import { WORKSPACE, type SlackUser } from './slack-workspace.ts';

type Json = Readonly<Record<string, unknown>>;

/** A post as it is now. */
export interface Posted {
  readonly channel: string;
  readonly ts: string;
  readonly body: Json;
}

/** A window that is open at somebody's client. */
export interface OpenView {
  readonly id: string;
  readonly view: Json;
}

const seconds = (now: number): string => (now / 1000).toFixed(6);

/** What Slack sends when a button of a post is pressed (docs.slack.dev, block_actions payload). */
export function pressPayload(
  { channel, ts, body }: Posted,
  button: Json,
  { user, trigger, now }: { user: SlackUser; trigger: string; now: number },
): Json {
  const { text, blocks } = body;
  const { bot, app, botUser, team, domain } = WORKSPACE;
  return {
    type: 'block_actions',
    user: userOf(user),
    api_app_id: app,
    token: 'not-a-secret-any-more',
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    trigger_id: trigger,
    team: { id: team, domain },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: 'web-alerts' },
    message: {
      type: 'message',
      subtype: 'bot_message',
      bot_id: bot,
      app_id: app,
      user: botUser,
      ts,
      text,
      team,
      blocks,
    },
    state: { values: {} },
    response_url: `https://hooks.slack.com/actions/${team}/1/local`,
    actions: [{ ...button, block_id: 'b1', action_ts: seconds(now) }],
  };
}

/** What Slack sends when a window is sent off (docs.slack.dev, view_submission payload). */
export function submissionPayload(
  { id, view }: OpenView,
  typed: string,
  { user, trigger, now }: { user: SlackUser; trigger: string; now: number },
): Json {
  const { bot, app, team, domain } = WORKSPACE;
  const element = { type: 'plain_text_input', value: typed };
  const values = Object.fromEntries(inputsOf(view).map(({ block, action }) => [block, { [action]: element }]));
  return {
    type: 'view_submission',
    team: { id: team, domain },
    user: userOf(user),
    api_app_id: app,
    token: 'not-a-secret-any-more',
    trigger_id: trigger,
    view: {
      callback_id: '',
      private_metadata: '',
      ...view,
      id,
      team_id: team,
      state: { values },
      hash: `${Math.floor(now / 1000)}.local`,
      clear_on_close: false,
      notify_on_close: false,
      previous_view_id: null,
      root_view_id: id,
      app_id: app,
      external_id: '',
      app_installed_team_id: team,
      bot_id: bot,
    },
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  };
}

function userOf({ id, team }: SlackUser): Json {
  return { id, username: id.toLowerCase(), name: id.toLowerCase(), team_id: team };
}

/** The fields of a window, by the ids of block and element, and what they take. */
export function inputsOf(view: Json): { block: string; action: string; least: number; most: number }[] {
  const blocks: readonly Json[] = Array.isArray(view['blocks']) ? view['blocks'] : [];
  return blocks.flatMap((block) => {
    const element = block['element'];
    if (block['type'] !== 'input' || typeof element !== 'object' || element === null) return [];
    const { action_id, min_length, max_length }: Json = { ...element };
    const most = Number(max_length ?? 3000);
    return [{ block: String(block['block_id']), action: String(action_id), least: Number(min_length ?? 0), most }];
  });
}
