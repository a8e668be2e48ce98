import { describe, expect, test } from 'vitest';
import { readOptions } from '../../src/external/external-options.ts';
import { UserError } from '../../src/model/errors.ts';
import { parseCommandLine } from '../support/external/parse-command-line.ts';

const read = (line: string) => readOptions(parseCommandLine(...line.split(' ')));

function refusal(...args: string[]): string {
  try {
    readOptions(parseCommandLine(...args));
  } catch (error) {
    if (error instanceof UserError) return error.fullMessage;
    throw error;
  }
  return 'accepted';
}

const port = { name: '', port: 80, targetPort: 80, protocol: 'TCP' };

describe('--port', () => {
  const forms: Record<string, object[]> = {
    '--port 80': [port],
    '--port 80/TCP': [port],
    '--port 80:8080': [{ ...port, targetPort: 8080 }],
    '--port web:80': [{ ...port, name: 'web' }],
    '--port web:80:8080/udp': [{ name: 'web', port: 80, targetPort: 8080, protocol: 'UDP' }],
    '--port 3com:80': [{ ...port, name: '3com' }],
    '--port 80/sCtP': [{ ...port, protocol: 'SCTP' }],
    '--port 65535': [{ ...port, port: 65535, targetPort: 65535 }],
    '--port a:80/TCP --port b:80/UDP': [
      { ...port, name: 'a' },
      { ...port, name: 'b', protocol: 'UDP' },
    ],
    '--port a:80 --port b:81:80': [
      { ...port, name: 'a' },
      { ...port, name: 'b', port: 81 },
    ],
    '--port 80 --port 53/udp': [
      { ...port, name: '80-tcp' },
      { name: '53-udp', port: 53, targetPort: 53, protocol: 'UDP' },
    ],
  };
  test.each(Object.entries(forms))('%s', (flags, ports) => {
    expect(read(`db --ip 192.0.2.1 ${flags}`).ports).toEqual(ports);
  });

  const refused: Record<string, RegExp> = {
    '--port 0': /^error: --port "0": port "0" must be a number between 1 and 65535$/,
    '--port 65536': /"65536" must be a number/,
    '--port 80:0': /targetPort "0" must be/,
    '--port 80:http': /targetPort "http" must be/,
    '--port web': /must be \[NAME:\]PORT\[:TARGETPORT\]\[\/PROTOCOL\]$/,
    '--port web:http': /port "http" must be/,
    '--port :80': /--port ":80": name "": must be a lowercase RFC 1123 label/,
    '--port Web:80': /name "Web"/,
    '--port web_1:80': /name "web_1"/,
    '--port -1': /--port "-1"/,
    '--port 80:81:82': /must be \[NAME:\]/,
    '--port a:80:81:82': /must be \[NAME:\]/,
    '--port 80/http': /protocol "http" must be TCP, UDP or SCTP/,
    '--port 80/TCP/x': /must be \[NAME:\]/,
    '--port 80/': /protocol "" must be/,
    '--port a:80 --port b:80': /^error: --port "b:80": duplicate port 80\/TCP$/,
    '--port dns:53 --port dns:53/UDP': /duplicate port name "dns"/,
    '--port 80 --port 80-tcp:81': /duplicate port name "80-tcp"/,
    [`--port ${'x'.repeat(64)}:80`]: /at most 63 characters/,
  };
  test.each(Object.entries(refused))('%s is refused', (flags, rule) => {
    const words = flags.replace('--port -1', '--port=-1').split(' ');
    expect(refusal('db', '--ip', '192.0.2.1', ...words)).toMatch(rule);
  });
});

describe('--ip', () => {
  const canonical: Record<string, [string, string]> = {
    '192.0.2.10': ['192.0.2.10', 'IPv4'],
    '10.96.0.1': ['10.96.0.1', 'IPv4'],
    '2001:DB8:0:0::5': ['2001:db8::5', 'IPv6'],
    '2001:db8:0:0:1:0:0:1': ['2001:db8::1:0:0:1', 'IPv6'],
    '64:ff9b::192.0.2.1': ['64:ff9b::c000:201', 'IPv6'],
    '::ffff:1': ['::ffff:1', 'IPv6'],
    'fd00::1': ['fd00::1', 'IPv6'],
    '223.255.255.255': ['223.255.255.255', 'IPv4'],
  };
  test.each(Object.entries(canonical))('%s', (value, [ip, family]) => {
    expect(read(`db --port 80 --ip ${value}`).target).toMatchObject({ addresses: [{ ip, family }] });
  });

  const refused: Record<string, RegExp> = {
    '010.0.0.1': /^error: --ip "010.0.0.1": must not have leading 0s$/,
    '1.2.3.004': /leading 0s/,
    '::ffff:192.0.2.1': /must not be an IPv4-mapped IPv6 address$/,
    '::FFFF:c000:201': /IPv4-mapped/,
    '0.0.0.0': /may not be unspecified \(0\.0\.0\.0 or ::\)$/,
    '0:0::0': /unspecified/,
    '127.8.8.8': /loopback range \(127\.0\.0\.0\/8, ::1\/128\)$/,
    '::1': /loopback/,
    '169.254.169.254': /link-local range/,
    'febf::1': /link-local range/,
    '224.0.0.251': /link-local multicast range/,
    'ff02::1': /link-local multicast range/,
    '239.1.1.1': /multicast address .* \(a rule of kubectl endpoints, not of the API\)$/,
    'ff05::1': /multicast address .* \(a rule of kubectl endpoints/,
    '255.255.255.255': /broadcast address \(a rule of kubectl endpoints/,
    '240.0.0.1': /240\.0\.0\.0\/4 \(a rule of kubectl endpoints/,
    'fe80::1%eth0': /must be a valid IP address.*without a zone/,
    '2001:db8::1%1': /without a zone/,
    '10.0.0.0/8': /must be a valid IP address/,
    '192.0.2.1:80': /must be a valid IP address/,
    '[::1]': /must be a valid IP address/,
    '1.2.3': /must be a valid IP address, \(e\.g\. 10\.9\.8\.7 or 2001:db8::ffff\)$/,
    '300.1.1.1': /must be a valid IP address/,
    'db.example.com': /for a host name use --external-name db\.example\.com$/,
    'DB.example.com.': /--external-name db\.example\.com$/,
    localhost: /--external-name localhost$/,
    '192.0.2.1,192.0.2.1': /"192\.0\.2\.1": is the same address as 192\.0\.2\.1 \(a rule of/,
    '2001:db8::5,2001:DB8:0::5': /"2001:DB8:0::5": is the same address as 2001:db8::5/,
  };
  test.each(Object.entries(refused))('%s is refused', (value, rule) => {
    expect(refusal('db', '--port', '80', '--ip', value)).toMatch(rule);
  });

  test('more than the mirroring controller copies is refused for Endpoints alone', () => {
    const ips = Array.from({ length: 1001 }, (_, index) => `10.0.${index >> 8}.${index & 255}`).join();
    expect(refusal('db', '--port', '80', '--ip', ips)).toMatch(/1001 addresses.*--kind endpointslice/);
    expect(refusal('db', '--port', '80', '--ip', ips, '--kind', 'endpointslice')).toBe('accepted');
  });
});

describe('--external-name', () => {
  test.each(['rtfm.co.ua', 'rtfm.co.ua.', 'localhost', '3com.com'])('%s', (externalName) => {
    const { target } = read(`rtfm --external-name ${externalName}`);
    expect(target).toEqual({ kind: 'ExternalName', externalName });
  });

  const refused: Record<string, RegExp> = {
    'RTFM.co.ua': /^error: --external-name "RTFM.co.ua": must be a lowercase RFC 1123 subdomain/,
    'a_b.com': /subdomain/,
    'a..b': /subdomain/,
    'a.b..': /subdomain/,
    'https://a.b': /subdomain/,
    '': /subdomain/,
    '192.0.2.1': /use --ip 192\.0\.2\.1 \(a rule of kubectl endpoints, not of the API\)$/,
    '192.0.2.1.': /use --ip 192\.0\.2\.1 /,
    '2001:db8::1': /use --ip 2001:db8::1 /,
    '[2001:db8::1]': /use --ip 2001:db8::1 /,
  };
  test.each(Object.entries(refused))('"%s" is refused', (value, rule) => {
    expect(refusal('rtfm', `--external-name=${value}`)).toMatch(rule);
  });
});

describe('labels and annotations', () => {
  test('are read as they stand', () => {
    const options = readOptions(
      parseCommandLine(
        ...'db --external-name a.b -l app=db,example.com/tier= --annotation Owner=a=b,c'.split(' '),
      ),
    );
    expect(options.labels).toEqual({ app: 'db', 'example.com/tier': '' });
    expect(options.annotations).toEqual({ Owner: 'a=b,c' });
  });

  const refused: [string, RegExp][] = [
    ['--labels=app', /^error: --labels "app": must be KEY=VALUE$/],
    ['--labels==x', /must be KEY=VALUE/],
    ['--labels=-a=x', /a key must be a name/],
    ['--labels=Example.com/a=x', /a key must be a name/],
    ['--labels=/a=x', /a key must be a name/],
    ['--labels=a/b/c=x', /a key must be a name/],
    [`--labels=${'k'.repeat(64)}=x`, /a key must be a name/],
    ['--labels=app=-x', /a label value must be at most 63/],
    [`--labels=app=${'v'.repeat(64)}`, /a label value must be at most 63/],
    ['--labels=app=a,app=b', /the key app is given twice/],
    ['--labels=app.kubernetes.io/managed-by=me', /is reserved.*\(a rule of kubectl endpoints/],
    ['--labels=endpointslice.kubernetes.io/skip-mirror=true', /is reserved/],
    ['--labels=service.kubernetes.io/headless=', /is reserved/],
    ['--annotation=a b=x', /--annotation "a b": a key must be a name/],
    ['--annotation=control-plane.alpha.kubernetes.io/leader=x', /is reserved/],
  ];
  test.each(refused)('%s is refused', (flag, rule) => {
    expect(refusal('db', '--external-name', 'a.b', flag)).toMatch(rule);
  });
});

describe('the command line as a whole', () => {
  const refused: [string, RegExp][] = [
    ['--ip 192.0.2.1 --port 80', /^error: exactly one NAME is required, got 0$/],
    ['a b --ip 192.0.2.1 --port 80', /exactly one NAME is required, got 2/],
    ['A --ip 192.0.2.1 --port 80', /^error: NAME "A": must be a lowercase RFC 1123 label/],
    ['a.b --ip 192.0.2.1 --port 80', /NAME "a\.b"/],
    [`${'a'.repeat(64)} --ip 192.0.2.1 --port 80`, /at most 63/],
    ['a --ip 192.0.2.1 --port 80 -n A', /^error: --namespace "A"/],
    ['a', /^error: one of --ip and --external-name is required$/],
    ['a --port 80', /one of --ip and --external-name/],
    ['a --ip 192.0.2.1', /^error: --port is required, except with --headless$/],
    ['a --ip 192.0.2.1 --external-name a.b', /--external-name and --ip cannot be used together/],
    ['a --headless --external-name a.b', /--external-name and --headless cannot be used together/],
    ['a --kind endpoints --external-name a.b', /--external-name and --kind cannot be used together/],
    [
      'a --ip 192.0.2.1 --port 80 --kind slice',
      /invalid value "slice" for --kind: must be endpoints, endpointslice$/,
    ],
    ['a --ip 192.0.2.1 --port 80:81 --headless', /does not translate ports.*\(a rule of kubectl endpoints/],
    [
      'a --external-name a.b --port 443:8443',
      /ExternalName Service does not translate ports, clients must use 8443/,
    ],
  ];
  test.each(refused)('%s is refused', (line, rule) => {
    expect(refusal(...line.split(' '))).toMatch(rule);
  });

  test.each([
    '1a --ip 192.0.2.1 --port 80',
    'a --ip 192.0.2.1 --headless',
    'a --external-name a.b --port 443',
  ])('%s', (line) => {
    expect(refusal(...line.split(' '))).toBe('accepted');
  });
});
