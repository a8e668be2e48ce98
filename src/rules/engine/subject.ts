/** The objects that findings are about: references, and names in messages. */
import type { Ref } from '../../model/objects/meta.ts';
import type { Pod } from '../../model/objects/pod.ts';
import { listed } from '../../text/list.ts';

export function refOf({ kind, namespace, name }: Ref): Ref {
  return { kind, namespace, name };
}

/** The Pod, or the workload whose template stands for it. */
export function podRef(pod: Pod): Ref {
  return pod.templateOf ?? refOf(pod);
}

/** A port as kubectl shows it: `http 80/TCP`, `80/TCP`; `<unset>` for a number that is missing. */
export function portText(
  port: Readonly<{ name: string; port: number | null; protocol: string }> | null,
): string {
  if (port === null) return '<none>';
  return `${port.name === '' ? '' : `${port.name} `}${port.port ?? '<unset>'}/${port.protocol}`;
}

/** A port in a sentence: `port http (80/TCP)`, `port 80/TCP`. */
export function portPhrase(port: Parameters<typeof portText>[0]): string {
  if (port === null || port.name === '') return `port ${portText(port)}`;
  return `port ${port.name} (${portText({ ...port, name: '' })})`;
}

/** `port http (80/TCP)`, `ports http (80/TCP), 81/TCP` */
export function portsPhrase(ports: readonly Parameters<typeof portText>[0][]): string {
  const phrases = ports.map(portPhrase);
  return phrases.length === 1 ? phrases.join() : `ports ${listed(phrases.map((one) => one.slice(5)))}`;
}

/** `Pod web-1`, or `the Pod template of Deployment web`. */
export function podText({ name, templateOf }: Pod): string {
  if (templateOf === null || templateOf.kind === 'Pod') return `Pod ${name}`;
  return `the Pod template of ${templateOf.kind} ${templateOf.name}`;
}

export function quote(text: string): string {
  return `"${text}"`;
}
