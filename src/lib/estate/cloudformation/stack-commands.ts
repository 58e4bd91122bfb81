import { commandLine } from '../../capture/shell.ts';
import type { ByCommands } from '../../capture/by-commands.ts';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { configOf, differ, membersOf } from '../shared/config.ts';
import { jsonText } from '../shared/parsed-json.ts';
import { picked } from '../shared/picked.ts';
import { tagList } from '../shared/tags.ts';

/** Where AWS takes a template within a request: 51,200 bytes; above, it has to lie in a bucket. */
const INLINE = 51_200;

/** Creates a stack, or updates it, with the captured template: from the capture's own folder. */
export const stackCommands: ByCommands['commands'] = async (captured, live, to) => {
  const call = callsOf('cloudformation', captured);
  const StackName = to.nameOf('cloudformation', captured.entry.name);
  const config = await configOf(captured);
  const { parameters, policy, tags } = config;
  const file = captured.file('template.yaml') ?? captured.file('template.json');
  const template = `file://${file?.path ?? 'template.json'}`;
  const input = {
    StackName,
    Parameters: Object.entries(membersOf(parameters)).map(([ParameterKey, value]) =>
      // AWS keeps what it shows as asterisks where a stack is updated.
      /^\*{4,}$/.test(String(value)) && live
        ? { ParameterKey, UsePreviousValue: true }
        : { ParameterKey, ParameterValue: /^\*{4,}$/.test(String(value)) ? 'FILL-IN' : value },
    ),
    ...picked(config, 'Capabilities', 'RoleARN', 'RollbackConfiguration', 'NotificationARNs'),
    ...(policy !== undefined && { StackPolicyBody: jsonText(policy) }),
    Tags: tagList(tags),
  };
  const once = picked(config, 'TimeoutInMinutes', 'EnableTerminationProtection');
  const made = live
    ? call('update-stack', input, ['--template-body', template])
    : call('create-stack', { ...input, ...once }, ['--template-body', template]);
  const { EnableTerminationProtection } = config;
  const guarded = live && differ(EnableTerminationProtection, (await configOf(live))['EnableTerminationProtection']);
  const done = live ? 'stack-update-complete' : 'stack-create-complete';
  return [
    '# Run this in the folder of the capture. Put each secret of the template where {"secret": …, "ref": …} stands,',
    '# and a value in the place of each FILL-IN. What the stack made and still exists is in its way: import it.',
    ...((file?.bytes ?? 0) > INLINE
      ? [`# The template is larger than a request takes: put it into a bucket, and use --template-url instead.`]
      : []),
    ...awsCommands(to, [
      made,
      ...(guarded ? [call('update-termination-protection', { StackName, EnableTerminationProtection })] : []),
    ]),
    commandLine('aws', 'cloudformation', 'wait', done, '--region', captured.entry.region, '--stack-name', StackName),
  ];
};
