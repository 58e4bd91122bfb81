import type { Target } from '@aws-sdk/client-eventbridge';
import type { Sink } from '../../capture/sink.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import { parsedJson } from '../shared/parsed-json.ts';
import { looksSecret } from '../shared/secret-looking.ts';

/** A target without secrets: a constant input is read as the document it is, headers and query strings are hidden whatever they say. */
export async function hiddenTarget(target: Target, sink: Pick<Sink, 'secret'>): Promise<unknown> {
  const at = `targets/${target.Id}`;
  const { Input, InputTransformer, HttpParameters, ...rest } = target;
  return {
    ...Object(await hideSecrets(rest, at, sink)),
    Input: await hiddenText(Input, `${at}/input`, sink),
    ...(InputTransformer && {
      InputTransformer: {
        ...InputTransformer,
        InputTemplate: await hiddenText(InputTransformer.InputTemplate, `${at}/template`, sink),
      },
    }),
    ...(HttpParameters && {
      HttpParameters: {
        ...HttpParameters,
        HeaderParameters: await hiddenValues(HttpParameters.HeaderParameters, `${at}/header`, sink),
        QueryStringParameters: await hiddenValues(HttpParameters.QueryStringParameters, `${at}/query`, sink),
      },
    }),
  };
}

async function hiddenText(text: string | undefined, at: string, sink: Pick<Sink, 'secret'>): Promise<unknown> {
  if (text === undefined) return undefined;
  const document = parsedJson(text);
  if (typeof document !== 'string') return hideSecrets(document, at, sink);
  // A template need not be JSON: where one of its members looks like a secret, all of it is one.
  return looksSecret('', text) ? sink.secret(at, text) : text;
}

async function hiddenValues(
  values: Readonly<Record<string, string>> | undefined,
  at: string,
  sink: Pick<Sink, 'secret'>,
): Promise<Record<string, unknown> | undefined> {
  if (!values) return undefined;
  const hidden: [string, unknown][] = [];
  for (const [name, value] of Object.entries(values)) hidden.push([name, await sink.secret(`${at}/${name}`, value)]);
  return Object.fromEntries(hidden);
}
