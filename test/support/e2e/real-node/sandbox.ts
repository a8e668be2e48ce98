import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export const NODE_ADDRESSES = { IPv4: '10.200.0.2', IPv6: 'fd00:10:200::2' };

/**
 * Where components put files without being asked is empty inside, so that they neither find nor leave anything. /proc is
 * that of the host until its replacement is mounted, so the shell reads there the process ID that nsenter needs.
 */
const INIT = `set -e
read -r pid rest </proc/self/stat
mount -t proc proc /proc
for folder in /run /var/lib /var/log; do mount -t tmpfs tmpfs $folder; done
ip link set lo up
ip link add eth0 type veth peer name uplink
ip link set uplink up
ip link set eth0 up
ip address add ${NODE_ADDRESSES.IPv4}/24 dev eth0
ip route add default via 10.200.0.1
echo 1 >/proc/sys/net/ipv4/ip_forward
if ip address add ${NODE_ADDRESSES.IPv6}/64 dev eth0 nodad 2>/dev/null; then
  ip -6 route add default via fd00:10:200::1
  echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
  families=IPv4,IPv6
fi
echo "$pid \${families:-IPv4}"
exec cat
`;

/** Runs outside of the namespaces, in a session of its own: Ctrl-C does not end it. */
const WATCH = `unshare --net --mount --pid --fork --kill-child sh -c "$1"
for try in 1 2 3 4 5 6 7 8 9 10; do
  find /sys/fs/cgroup -depth -type d -path "*/$3*" -exec rmdir {} + 2>/dev/null
  find /sys/fs/cgroup -maxdepth 2 -name "$3" | grep -q . || break
  sleep 0.2
done
rm -rf -- "$2"
`;

/**
 * Namespaces of network, mounts and processes without a name, so that any number of them exist side by side. They live
 * as long as their first process, which ends when its stdin does: at the latest with this process, however that ends.
 */
export class Sandbox {
  readonly #init: ChildProcess;
  readonly #pid: string;
  readonly families: readonly ('IPv4' | 'IPv6')[];

  private constructor(init: ChildProcess, pid: string, families: string) {
    this.#init = init;
    this.#pid = pid;
    this.families = families.split(',').map((family) => (family === 'IPv6' ? 'IPv6' : 'IPv4'));
  }

  /**
   * @param directory is removed in the end
   * @param cgroup is removed in the end, with those in it
   */
  static async open(directory: string, cgroup: string): Promise<Sandbox> {
    const words = ['-c', WATCH, 'sh', INIT, directory, cgroup];
    const init = spawn('sh', words, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    const errors = text(init.stderr);
    const line = Promise.race([once(init.stdout, 'data'), once(init, 'close').then(() => null)]);
    const [data] = (await line) ?? [];
    if (data === undefined) throw new Error(`the namespaces of the node were not made: ${await errors}`);
    const [pid = '', families = ''] = `${data}`.trim().split(' ');
    return new Sandbox(init, pid, families);
  }

  /** The beginning of a command line that runs in the network of the node, with the files of the host. */
  get network(): readonly string[] {
    return ['nsenter', `--target=${this.#pid}`, '--net'];
  }

  /** The beginning of a command line that runs on the node. */
  get inside(): readonly string[] {
    return [...this.network, '--mount', '--pid'];
  }

  /** Ends all processes inside; mounts and interfaces go with them. The rest is removed. */
  async close(): Promise<void> {
    const ended = once(this.#init, 'close');
    this.#init.stdin?.end();
    await ended;
  }
}
