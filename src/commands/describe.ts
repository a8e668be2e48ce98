import type { Command } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import { inspect } from './inspect.ts';
import { formatOf, formatsOf, printInspection } from './output.ts';

export const describe: Command = {
  name: 'describe',
  summary: 'Show Services joined with their Endpoints, EndpointSlices and Pods, and what does not fit.',
  usage: ['describe svc [NAME...]', 'describe svc/NAME...', 'describe NAME'],
  description:
    'One row for each Service port and Pod or address, with the reason why a row is not served; then findings with\nevidence and a fix. Without a name all Services of the namespace are shown. A name that no Service has is taken\nas the beginning of a name.',
  examples: [
    'kubectl endpoints describe svc nginx-svc',
    'kubectl endpoints describe svc nginx-svc -o wide',
    'kubectl endpoints describe svc -A',
    'kubectl endpoints describe -f cluster.json',
    'kubectl get svc,endpoints,endpointslices,pods,nodes -o json | kubectl endpoints describe -f -',
  ],
  shared: ['scope', 'files', 'output', 'connection'],
  formats: formatsOf('describe'),
  flags: [],
  completes: { targets: ['service'] },
  async run(call, io) {
    formatOf(call, 'describe');
    if (call.args.length === 0 && call.flags.list('filename').length === 0)
      throw new UserError(
        'error: You must specify the type of resource to describe, as in "describe svc NAME"',
      );
    const inspection = await inspect(call, io, true);
    await printInspection(inspection, 'describe', call, io);
    return inspection.missing.length > 0 ? 1 : 0;
  },
};
