import { Hono } from 'hono';
import { boundedBody } from '../bounded-body.ts';
import type { RequestDeps } from '../deps.ts';
import { refusal, slackResponse, type Answer } from './answer.ts';
import { callerOf } from './caller.ts';
import { readInteraction, type Interaction } from './payload.ts';
import { onPress } from './press.ts';
import { signersOf } from './signers.ts';
import type { SlackDesk } from './slack-desk.ts';
import { onSubmission } from './submission.ts';

/** Slack sends the whole post along with a press of its buttons: some 15,000 characters, escaped twice. */
const MOST_BYTES = 1024 * 1024;

const FORM = /^application\/x-www-form-urlencoded(?:\s*;|$)/i;

type Deps = Pick<RequestDeps, 'registry' | 'snapshots' | 'queue' | 'now' | 'log'> & { readonly slack: SlackDesk };

/**
 * `POST /actions`: what people do in Slack. Nothing is read of a request before its signature is found right, and all is
 * done before the answer, for which Slack waits three seconds. 404 where no site has a Slack app.
 */
export function slackRoutes(deps: Omit<Deps, 'slack'> & Pick<RequestDeps, 'slack'>): Hono {
  const app = new Hono();
  app.post('/actions', async ({ req }) => {
    const { slack } = deps;
    if (!slack || slack.apps.length === 0) return refusal(404, 'No site has a Slack app.');
    const body = await boundedBody(req.raw, MOST_BYTES);
    if (!body) return refusal(413, 'The request is too large.');
    return answerTo(req.raw, body, { ...deps, slack });
  });
  return app;
}

async function answerTo({ headers }: Request, body: Uint8Array, deps: Deps): Promise<Response> {
  const timestamp = headers.get('x-slack-request-timestamp') ?? '';
  const signature = headers.get('x-slack-signature') ?? '';
  const signers = await signersOf({ timestamp, signature, body }, deps.slack, deps);
  if (signers.length === 0) {
    const seconds = Math.round(deps.now().getTime() / 1000 - Number.parseInt(timestamp, 10));
    deps.log.error('Slack did not sign this, or the signing secret is another one.', { seconds });
    return refusal(401, 'Slack did not sign this, or not within the last five minutes.');
  }
  if (!FORM.test(headers.get('content-type') ?? '')) return refusal(415, 'Slack sends forms.');
  const interaction = readInteraction(new TextDecoder().decode(body));
  if (!interaction) return refusal(400, 'Slack would not send this.');
  return slackResponse(await handle(interaction, signers, deps));
}

async function handle(
  interaction: Interaction,
  signers: Awaited<ReturnType<typeof signersOf>>,
  deps: Deps,
): Promise<Answer> {
  if (interaction.type === 'other') return { kind: 'done' };
  const caller = callerOf(interaction, signers);
  if ('refused' in caller) {
    deps.log.error('Slack is set up otherwise than the sites.', { reason: caller.refused });
    return { kind: 'refused', status: 403, says: caller.refused };
  }
  try {
    return interaction.type === 'block_actions'
      ? await onPress(interaction, caller, deps)
      : await onSubmission(interaction, caller, deps);
  } catch (error) {
    deps.log.error('Slack could not be answered.', { interaction: interaction.type, error });
    if (interaction.type === 'view_submission') return { kind: 'again', says: UNSURE };
    return { kind: 'refused', status: 502, says: 'This did not work just now. Press again.' };
  }
}

const UNSURE = 'This did not work just now. Look at the post before you try again: it may have been recorded.';
