import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Command } from '../command.ts';
import { done } from '../outcome.ts';
import { ownVersion } from '../own-version.ts';

export const mcp: Command = {
  name: 'mcp',
  summary: 'serve coding agents over MCP on stdin and stdout: pull, diff, proof, deploy, promote, warnings, incidents',
  examples: ['npx holdfast mcp', 'npx holdfast mcp --config ../holdfast.yml --stage prod'],
  exits: [0, 1, 2, 7],
  writes: false,
  async run(_input, session) {
    const [{ StdioServerTransport }, { mcpServer }, { TOOLS }] = await Promise.all([
      import('@modelcontextprotocol/sdk/server/stdio.js'),
      import('../mcp/server.ts'),
      import('../mcp/tools.ts'),
    ]);
    const nonce = () => randomBytes(12).toString('hex');
    const server = mcpServer(TOOLS, session, { version: ownVersion(), nonce });
    const ended = once(process.stdin, 'end');
    await server.connect(new StdioServerTransport());
    await ended;
    await server.close();
    return done({ ended: true }, '');
  },
};
