/**
 * Holds the compose files against the published schema and our rules, the Dockerfile against a linter and our rules, and the
 * scripts against the shell's grammar; says all that is wrong and fails.
 */
import { faultsOf } from './faults.mjs';

const faults = faultsOf(import.meta.dirname);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
