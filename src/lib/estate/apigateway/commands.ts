import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Target } from '../../capture/restore.ts';
import { remark } from './command-text.ts';
import { httpCommands } from './http-commands.ts';
import { domainCommands, keyCommands, linkCommands, planCommands } from './other-commands.ts';
import { restCommands } from './rest-commands.ts';

/** The commands that bring something of API Gateway to where it was. */
export async function commands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  to: Target,
): Promise<readonly string[]> {
  const found = await commandsOf(captured, live, to);
  const reads = found.some((command) => command.includes('file://') || command.includes('fileb://'));
  return reads ? [remark(`Run these in the folder of the capture ${to.capture}.`), ...found] : found;
}

async function commandsOf(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  to: Target,
): Promise<readonly string[]> {
  const was = captured.entry.id;
  const now = to.idOf(was);
  const kind = was.slice(0, was.indexOf('/'));
  const id = now.slice(now.indexOf('/') + 1);
  if (kind === 'rest') return restCommands(captured, live, id);
  if (kind === 'http') return httpCommands(captured, live, id);
  if (kind === 'domain') return domainCommands(captured, live, id, to);
  if (kind === 'plan') return planCommands(captured, live, id, to);
  if (kind === 'key') return keyCommands(captured, live, id);
  return linkCommands(captured, live, id, kind === 'rest-link' ? 'apigateway' : 'apigatewayv2');
}
