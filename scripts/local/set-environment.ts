import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { LocalClients } from './clients.ts';
import { STAGE } from './places.ts';

/** Changes some of the environment of a function of the stack and leaves the rest. */
export async function setEnvironment(
  clients: LocalClients,
  name: string,
  changes: Readonly<Record<string, string>>,
): Promise<void> {
  const FunctionName = `holdfast-${STAGE}-${name}`;
  const { Environment } = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, ...changes };
  await clients.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
}
