/**
 * The repository on GitHub. `repository` in package.json is the one place that names it; until the first release its
 * owner is `OWNER`. A release knows it from GitHub, and puts it everywhere.
 */
import packageJson from '../../package.json' with { type: 'json' };

const NAMED = packageJson.repository.url.replace(/^git\+https:\/\/github\.com\/|\.git$/g, '');

/** The files that name it. */
export const NAMING_FILES = [
  'package.json',
  'README.md',
  'docs/install.md',
  'krew-manifest.yaml',
  'plugins/endpoints.yaml',
];

/** `OWNER/kubectl-endpoints` */
export function repository(): string {
  return process.env.GITHUB_REPOSITORY || NAMED;
}

/** The text of a file with this repository instead of the one that package.json names. */
export function withRepository(text: string, other = repository()): string {
  return text.replaceAll(NAMED, other);
}
