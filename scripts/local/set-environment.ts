import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { LocalClients } from './clients.ts';
import { STAGE } from './places.ts';

type Variables = Readonly<Record<string, string>>;

/** Changes the environment of a function of the stack: what `change` gives is all that it has from then on. */
export async function setEnvironment(
  clients: LocalClients,
  name: string,
  change: (variables: Variables) => Variables,
): Promise<void> {
  const FunctionName = `holdfast-${STAGE}-${name}`;
  const { Environment } = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const changed = { Variables: change(Environment?.Variables ?? {}) };
  await clients.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: changed }));
}
