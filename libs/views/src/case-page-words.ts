/** What questions about single cases take over from their context: questions themselves import nothing but the kernel. */
export {
  anyClockPattern,
  clockForm,
  caseReaders,
  clockStates,
  promiseStates,
  recurrenceSubjects,
  type ClockId,
  type ClockState,
  type PromiseState,
  type RecurrenceSubject,
} from '@dealtrail/cases';
export { complaintStages, waitReasons, type ComplaintStage, type WaitReason } from '@dealtrail/policies';
