/**
 * The command line that runs a program on Windows. Batch files (`az.cmd`, `gcloud.cmd`) need cmd.exe, which Node does
 * not start by itself since CVE-2024-27980; client-node cannot run them.
 */
import { win32 } from 'node:path';
import type { IO } from '../../model/io.ts';
import { lookPath } from './look-path.ts';

export interface SpawnedCommand {
  file: string;
  args: readonly string[];
  /** Whether the arguments are already quoted. */
  verbatim: boolean;
}

/** @param command a name or a path, with or without extension */
export async function windowsCommand(
  command: string,
  args: readonly string[],
  io: IO,
): Promise<SpawnedCommand> {
  const file = await lookPath(command, io);
  if (file === null || !/\.(cmd|bat)$/i.test(file)) return { file: file ?? command, args, verbatim: false };
  const line = [escapeForCmd(win32.normalize(file)), ...args.map(quoteArgument)].join(' ');
  return { file: io.env.ComSpec || 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`], verbatim: true };
}

/** CommandLineToArgvW reads backslashes before a quote in pairs. */
function quoteArgument(text: string): string {
  const quoted = text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1');
  return escapeForCmd(`"${quoted}"`);
}

/** cmd.exe interprets these characters even in quotes. */
const escapeForCmd = (text: string) => text.replace(/[()\][%!^"`<>&|;, *?]/g, '^$&');
