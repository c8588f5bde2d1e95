import type { KnownFolds } from '@dealtrail/event-sourcing';
import { policyFold, type PolicyBook } from '@dealtrail/policies';
import { staffFold, type StaffDirectory } from '@dealtrail/staff';

/** What every decision may know besides its own stream, as of one position of the log. */
export interface Known {
  readonly staff: StaffDirectory;
  readonly policies: PolicyBook;
}

/** How the streams of the foundation contexts become `Known`: what a process's keeper folds. */
export const knownFolds: KnownFolds<Known> = { staff: staffFold, policies: policyFold };
