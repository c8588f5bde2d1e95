import { BeginLeave, CancelLeave, EndLeave, PlanLeave } from './leave.commands.js';
import {
  AppointDeputy,
  ChangePersonRoles,
  DeactivatePerson,
  DismissDeputy,
  MovePerson,
  ReactivatePerson,
  RecordHandOver,
  RegisterPerson,
  RenamePerson,
} from './person-record.commands.js';

/** The single registry of what can be asked of a person's record. */
export const personCommands = [
  RegisterPerson,
  RenamePerson,
  ChangePersonRoles,
  MovePerson,
  AppointDeputy,
  DismissDeputy,
  PlanLeave,
  CancelLeave,
  BeginLeave,
  EndLeave,
  DeactivatePerson,
  ReactivatePerson,
  RecordHandOver,
] as const;
export type AnyPersonCommand = InstanceType<(typeof personCommands)[number]>;
