import { ManifestError, UserError } from '../model/errors.ts';
import type { Kind } from '../model/objects/kinds.ts';
import { counted, listed } from '../text/list.ts';
import { type DuplicateManifest, duplicatesWarning, placeText } from './manifest/duplicates.ts';
import type { LeftOutManifest } from './object-collector.ts';
import type { ParseFailure } from './parse/parse-failure.ts';
import { kindsInText, kindsUnreadWithout, looksLikeObject, type UnreadManifest } from './unread-manifest.ts';

/** The first places of a group are named, the others counted. */
const MOST_PLACES = 3;

const NOT_BUILT =
  'not built: the files were read as they are; to check its output: kubectl endpoints check -k DIR';

/** What of the input is no manifest that can be judged. One file that cannot be read hides nothing of the others. */
export class InputProblems {
  /** Lists of JSON that are not complete. */
  readonly unread: UnreadManifest[] = [];
  /** Documents that do not parse. */
  readonly unparsed: { kinds: readonly Kind[]; file: string; reason: string; error: UserError }[] = [];
  /** Of documents and of files that cannot be opened, and of those named on the command line that hold no object. */
  readonly errors: UserError[] = [];
  readonly kustomizations: string[] = [];
  /** Files in the templates of a Helm chart. */
  readonly chartTemplates: string[] = [];
  readonly #foreign = new Set<string>();

  /** @param isNamed by an argument: it was meant to have objects */
  addForeign(file: string, isNamed: boolean, line: number, reason: string): void {
    if (!isNamed) this.#foreign.add(file);
    else if (!reason.startsWith('Object ')) this.errors.push(new ManifestError(file, line, reason));
    // kubectl's words name the file, so a list and its items may have the same ones.
    else if (!this.errors.some(({ message }) => message === reason)) this.errors.push(new UserError(reason));
  }

  addUnparsed(file: string, isNamed: boolean, failure: ParseFailure): void {
    const { line, reason, text } = failure;
    if (!isNamed && !looksLikeObject(text)) {
      this.#foreign.add(file);
      return;
    }
    const category = failure.isTemplate ? 'a template that was not rendered' : '';
    const error = new ManifestError(file, line, reason, category);
    this.errors.push(error);
    this.unparsed.push({ kinds: kindsInText(text), file, reason: error.message, error });
  }

  /** Half of a list is no reading of it. @param kinds those of the objects before the failure */
  addIncomplete(file: string, kinds: readonly string[], { line, reason, text }: ParseFailure): void {
    this.unread.push({
      kinds: [...new Set([...kinds.flatMap(kindsUnreadWithout), ...kindsInText(text)])],
      namespace: null,
      error: new ManifestError(file, line, reason),
    });
  }

  /** A line for each kind of problem that is no error. */
  warnings(leftOut: readonly LeftOutManifest[], duplicates: readonly DuplicateManifest[]): string[] {
    const [kustomization] = this.kustomizations;
    const others = this.kustomizations.length - 1;
    return [
      kustomization === undefined
        ? ''
        : `${kustomization} ${others === 0 ? 'was' : `and ${counted(others, 'other')} were`} ${NOT_BUILT}`,
      leftOutWarning(leftOut, 'patch', (count) => `left out ${count}, because a patch is not an object`),
      leftOutWarning(
        leftOut,
        'selector',
        (count) => `left out ${count} without the labels of matchLabels in the Pod template`,
      ),
      filesWarning(
        this.chartTemplates,
        (count) =>
          `left out ${count} of a Helm chart (to check its output: helm template CHART | kubectl endpoints check -f -)`,
      ),
      filesWarning([...this.#foreign], (count) => `left out ${count} without a Kubernetes object`),
      duplicatesWarning(duplicates),
    ].filter((text) => text !== '');
  }
}

function leftOutWarning(
  all: readonly LeftOutManifest[],
  wanted: LeftOutManifest['reason'],
  text: (count: string) => string,
): string {
  const places = all.filter(({ reason }) => reason === wanted).map(({ place }) => placeText(place));
  const noun =
    wanted === 'patch' ? counted(places.length, 'patch', 'patches') : counted(places.length, 'workload');
  return places.length === 0 ? '' : `${text(noun)}: ${listed(places, MOST_PLACES)}`;
}

function filesWarning(files: readonly string[], text: (count: string) => string): string {
  return files.length === 0 ? '' : `${text(counted(files.length, 'file'))}: ${listed(files, MOST_PLACES)}`;
}
