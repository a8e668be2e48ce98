/** kubectl commands and arguments that several rules suggest. */
import type { Service, ServicePort } from '../../model/objects/service.ts';
import { LABEL } from '../../model/well-known.ts';
import { labelsText } from '../../text/labels.ts';
import { kubectl, type ShellFlag } from '../../text/shell.ts';
import { lookWith } from './remedy/remedy.ts';

/** The label selector for the EndpointSlices of a Service, or the mirrored ones of an Endpoints object. */
export function sliceSelector({ name }: { name: string }): string {
  return labelsText({ [LABEL.serviceName]: name });
}

/** Shows the EndpointSlices of a Service. */
export function seeSlices(service: Service): string {
  return kubectl(service.namespace, {
    verb: 'get',
    names: ['endpointslices'],
    flags: [
      ['-l', sliceSelector(service)],
      ['-o', 'yaml'],
    ],
  });
}

/** Shows whether the controllers run. */
export const CHECK_CONTROLLERS = lookWith(
  kubectl('kube-system', {
    verb: 'get',
    names: ['pods'],
    flags: [['-l', 'component=kube-controller-manager']],
  }),
  'check that kube-controller-manager is running',
);

/** Creates the Service again, with endpoints outside of the cluster. */
export function createExternal(
  { namespace, name }: Service,
  address: string,
  ports: readonly string[],
  flags: readonly (ShellFlag | readonly [ShellFlag, string])[],
): string {
  return kubectl(null, {
    verb: ['endpoints', 'create-external'],
    names: [name],
    flags: [
      ['-n', namespace],
      ['--ip', address],
      ...ports.map((port) => ['--port', port] as const),
      ...flags,
    ],
  });
}

/** The value of `--port` of create-external: `[NAME:]PORT[:TARGETPORT][/PROTOCOL]`. */
export function portArgument({ name, protocol }: ServicePort, ...numbers: readonly number[]): string {
  const parts = [...(name === '' ? [] : [name]), ...numbers];
  return `${parts.join(':')}${protocol === 'TCP' ? '' : `/${protocol}`}`;
}
