import * as z from 'zod';
import { scriptCode, scriptId, scriptName } from '../parts/scripts.ts';
import { segmentOf } from '../../../src/lib/capture/resource.ts';
import { changed, type EstateChange } from './change.ts';

const FILES = z.object({
  files: z.array(z.object({ name: z.string(), type: z.string(), source: z.string() })),
});

/** What happens to Apps Script projects. */
export const SCRIPT_CHANGES: readonly EstateChange[] = [
  {
    what: 'the code of an Apps Script project is another',
    async plant({ estate }) {
      const index = 1;
      const address = `${estate.standIn('Apps Script')}/v1/projects/${scriptId(index)}/content`;
      const headers = { authorization: 'Bearer estate', 'content-type': 'application/json' };
      const { files } = FILES.parse(await (await fetch(address, { headers })).json());
      const edited = files.map((file) =>
        file.name === 'Code' ? { ...file, source: scriptCode(index, 'hello') } : file,
      );
      const answer = await fetch(address, { method: 'PUT', headers, body: JSON.stringify({ files: edited }) });
      if (!answer.ok) throw new Error(`the stand-in for Apps Script answered ${answer.status}`);
      return changed(`apps-script/${segmentOf(scriptName(index))}`, 'Code.gs');
    },
  },
];
