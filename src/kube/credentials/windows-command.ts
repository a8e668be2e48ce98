/**
 * How Windows runs a batch file (`az.cmd`, `gcloud.cmd`): through cmd.exe, which Node leaves to its caller since
 * CVE-2024-27980. client-node cannot run them.
 */
import { win32 } from 'node:path';
import type { IO } from '../../model/io.ts';
import { lookPath } from './look-path.ts';

export interface SpawnedCommand {
  file: string;
  args: readonly string[];
  /** The arguments are quoted already. */
  verbatim: boolean;
}

/** @param command a bare name, or a path, with or without its extension */
export async function windowsCommand(
  command: string,
  args: readonly string[],
  io: IO,
): Promise<SpawnedCommand> {
  const file = await lookPath(command, io);
  if (file === null || !/\.(cmd|bat)$/i.test(file)) return { file: file ?? command, args, verbatim: false };
  const line = [escaped(win32.normalize(file)), ...args.map(argument)].join(' ');
  return { file: io.env.ComSpec || 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`], verbatim: true };
}

/** For the program: CommandLineToArgvW takes backslashes before a quote in pairs. */
function argument(text: string): string {
  const quoted = text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1');
  return escaped(`"${quoted}"`);
}

/** For cmd.exe, to which these mean something, in quotes too. */
const escaped = (text: string) => text.replace(/[()\][%!^"`<>&|;, *?]/g, '^$&');
