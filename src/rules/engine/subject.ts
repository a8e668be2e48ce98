/** The objects that findings are about: references, and names in messages. */
import type { Ref } from '../../model/objects/meta.ts';
import type { Pod } from '../../model/objects/pod.ts';

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

/** `Pod web-1`, or `the Pod template of Deployment web`. */
export function podText({ name, templateOf }: Pod): string {
  if (templateOf === null || templateOf.kind === 'Pod') return `Pod ${name}`;
  return `the Pod template of ${templateOf.kind} ${templateOf.name}`;
}

export function quote(text: string): string {
  return `"${text}"`;
}
