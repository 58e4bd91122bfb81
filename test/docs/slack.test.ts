import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { slackButtons } from '../../src/lib/alert/slack-buttons.ts';
import { DECISIONS } from '../../src/lib/incident/decisions.ts';
import { document } from './documents.ts';

const { text } = document('docs/slack.md');

describe('slack-app-manifest.yml', () => {
  it('asks for what the guard calls and no more, and tells the API of presses', () => {
    const manifest = parse(readFileSync('slack-app-manifest.yml', 'utf8'));
    expect(manifest.oauth_config.scopes).toEqual({ bot: ['chat:write'] });
    expect(manifest.settings.interactivity).toEqual({
      is_enabled: true,
      request_url: 'https://YOUR-API/slack/actions',
    });
    expect(manifest.settings.org_deploy_enabled).toBe(false);
  });

  it('is as short as Slack wants it', () => {
    const { display_information: shown, features } = parse(readFileSync('slack-app-manifest.yml', 'utf8'));
    expect([shown.name.length <= 35, shown.description.length <= 140]).toEqual([true, true]);
    expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80);
  });

  it('gets its address by the command of docs/slack.md', () => {
    const command = /^ *(sed .+)$/m.exec(text)?.[1] ?? '';
    const printed = execFileSync('sh', ['-c', command], { env: { ...process.env, api: 'https://a1b2.example' } });
    expect(parse(String(printed)).settings.interactivity.request_url).toBe('https://a1b2.example/slack/actions');
  });
});

it('docs/slack.md names every button as it is', () => {
  const [actions] = slackButtons(
    { incident: 'f00dfeed00112233aabb', state: 'contested', review: 'https://a.example/' },
    DECISIONS,
  );
  const labels = actions?.type === 'actions' ? actions.elements.map((button) => button.text.text) : [];
  expect(labels).toHaveLength(DECISIONS.length + 1);
  for (const label of labels) expect(text).toMatch(new RegExp(`^\\| ${label} +\\|`, 'm'));
});
