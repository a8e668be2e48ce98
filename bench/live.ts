/** Compares the plugin with kubectl and curl on one cluster. */
import { join } from 'node:path';
import { clientsOf, count, type Pair, rowsOf, warmUp } from './clients.ts';
import type { Options } from './flags.ts';
import type { Bench } from './measure.ts';
import { type Build, type Client, curl, kubectl, plugin, type Route } from './programs.ts';
import { type Limits, table } from './table.ts';
import { curlConfig, healthyService, serverOf, withProxy } from './target.ts';

/** Fast commands run this many times more rounds. */
export const OFTEN = 7;

export interface Setting {
  kubectl: string;
  builds: readonly Build[];
  kubeconfig: string;
}

interface Pairs {
  /** Commands that read one Service. */
  one: Pair[];
  /** Commands that read all Services. */
  all: Pair[];
}

export async function live(bench: Bench, setting: Setting, { runs, delay }: Options): Promise<string> {
  const { kubeconfig } = setting;
  const pairsOn = pairsFor(bench, setting);
  const counts = await withProxy(kubeconfig, 0, async (route, proxy) => {
    const { one, all } = pairsOn(route);
    await warmUp(bench, one);
    return count(bench, proxy, clientsOf([...one, ...all]));
  });
  const rowsOn = async (route: Route, choose: (all: Pair[]) => Pair[]) => {
    const { one, all } = pairsOn(route);
    await warmUp(bench, one);
    return [
      ...(await rowsOf(bench, one, runs * OFTEN, counts)),
      ...(await rowsOf(bench, choose(all), runs, counts)),
    ];
  };
  const near = await rowsOn({ kubeconfig, port: null }, (all) => all);
  const far = await withProxy(kubeconfig, delay, (route) => rowsOn(route, quick));
  return [
    `### As it is\n\n${table(near)}`,
    `### With ${delay} ms of added round-trip time\n\n${table(far)}`,
  ].join('\n\n');
}

/** The comparisons with curl alone, as kubectl makes a request per Service; without limits, which are for loopback. */
const quick = (all: readonly Pair[]): Pair[] =>
  all
    .filter(({ against }) => against.name.startsWith('curl'))
    .map(({ work, against }) => ({ work, against }));

/** Returns the pairs to compare for a route to the cluster. */
function pairsFor({ directory, log }: Bench, { kubectl: program, builds, kubeconfig }: Setting) {
  const [build] = builds;
  if (!build) throw new Error('nothing to measure');
  const service = healthyService(build, kubeconfig);
  const config = curlConfig(kubeconfig);
  if (config === null) log('no curl, or it cannot use these credentials: without it');
  const cache = join(directory, 'cache');

  return (route: Route): Pairs => {
    const ofKubectl = (name: string, ...args: string[]) => kubectl(program, name, args, route, cache);
    const describeOne = ofKubectl('kubectl describe svc NAME', 'describe', 'svc', ...service);
    const others = {
      get: ofKubectl(`kubectl get ${KINDS} -A -o json`, 'get', KINDS, '-A', '-o', 'json'),
      describe: ofKubectl('kubectl describe svc -A', 'describe', 'svc', '-A'),
      ...(config && { curl: curl(config, serverOf(kubeconfig), route) }),
    };
    return {
      one: builds.map((build) => ({
        work: plugin(build, ['describe', 'svc', ...service], route),
        against: describeOne,
        atMost: build.name === 'executable' ? { wall: 0.65 } : undefined,
      })),
      all: builds.flatMap((build) => [
        ...against(others, plugin(build, ['get', '-A'], route), LIMITS.get),
        ...against(others, plugin(build, ['check', '-A'], route), LIMITS.check),
      ]),
    };
  };
}

const KINDS = 'svc,endpoints,endpointslices,pods';

/** Limits by the client that the plugin is compared with. */
const LIMITS: Record<'get' | 'check', Record<string, Limits>> = {
  get: { describe: { wall: 0.8 } },
  check: { get: { wall: 0.3, memory: 0.3 }, curl: { wall: 1.5 } },
};

const against = (others: Record<string, Client>, work: Client, limits: Record<string, Limits>): Pair[] =>
  Object.entries(others).map(([name, other]) => ({ work, against: other, atMost: limits[name] }));
