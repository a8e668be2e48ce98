import { UserError } from '../model/errors.ts';
import { inspectServices } from '../pipeline/inspect-services.ts';
import { formatsOf } from '../render/render-report.ts';
import { CONNECTION } from './shared/connection-flags.ts';
import { showProgress } from './shared/progress.ts';
import { formatOf, printInspection } from './shared/report-output.ts';
import { parseResourceArguments, serviceQuery } from './shared/resource-arguments.ts';
import { defineCommand, FILES, outputIn, SCOPE } from './shared/shared-flags.ts';

/** `describe`: Services with their backends and findings; Pods, addresses and Ingresses by describe-lookup.ts. */
export const describe = defineCommand({
  name: 'describe',
  summary: 'Show Services joined with their Endpoints, EndpointSlices and Pods, and what does not fit.',
  usage: [
    'describe svc [NAME...]',
    'describe svc/NAME...',
    'describe NAME',
    'describe pod [NAME...]',
    'describe ip ADDRESS...',
    'describe ingress [NAME...]',
  ],
  description:
    'One row for each Service port and Pod or address, with the reason why a row is not served; then findings with\nevidence and a fix. Without a name all Services of the namespace are shown. A name that no Service has is taken\nas the beginning of a name.\n\n' +
    'The other way round: describe pod shows each Service that selects or lists a Pod, and the first reason why it gets\nno connections; describe ip who has an address, in all namespaces unless -n names one (exit code 1: nobody);\ndescribe ingress where each host and path leads.\n\n' +
    '-o mermaid draws Services, or Ingresses and what they lead to, as a flowchart: what is broken is dotted or a\nhexagon, and says why; above 50 Pods they are grouped.',
  examples: [
    'kubectl endpoints describe svc nginx-svc',
    'kubectl endpoints describe svc nginx-svc -o wide',
    'kubectl endpoints describe svc nginx-svc -o mermaid > nginx-svc.mmd',
    'kubectl endpoints describe svc -A',
    'kubectl endpoints describe pod web-0',
    'kubectl endpoints describe ip 10.244.1.7',
    'kubectl endpoints describe ingress shop',
    'kubectl endpoints describe -f cluster.json',
    'kubectl get svc,endpoints,endpointslices,pods,nodes -o json | kubectl endpoints describe -f -',
  ],
  shared: [SCOPE, FILES, outputIn(formatsOf('describe')), CONNECTION],
  flags: [],
  completes: { targets: ['service', 'pod', 'ingress', 'ip'] },
  async run(call, io) {
    const targets = parseResourceArguments(call.args);
    if (targets.type !== 'service')
      return (await import('./describe-lookup.ts')).describeLookup(targets.type, call, io, targets);
    formatOf(call, 'describe');
    if (call.args.length === 0 && call.flags.filename.length === 0)
      throw new UserError('You must specify the type of resource to describe, as in "describe svc NAME"');
    const inspection = await inspectServices(
      { call, io, query: { ...serviceQuery(call), byPrefix: true }, showProgress },
      true,
    );
    await printInspection(inspection, 'describe', call, io);
    return inspection.missing.length > 0 ? 1 : 0;
  },
});
