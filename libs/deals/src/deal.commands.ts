import { ChangeDealOwner, EditDeal, ReassignDeal, RegisterDeal } from './deal-record.commands.js';
import {
  AddDealEvidence,
  AdvanceDeal,
  GradeDeal,
  LoseDeal,
  MoveDealBack,
  RecordDealGoingStale,
  RecordDealGoneStale,
  ReopenDeal,
  WinDeal,
} from './deal-progress.commands.js';

/** The single registry of what can be asked of a deal. */
export const dealCommands = [
  RegisterDeal,
  EditDeal,
  ChangeDealOwner,
  ReassignDeal,
  AddDealEvidence,
  AdvanceDeal,
  MoveDealBack,
  GradeDeal,
  WinDeal,
  LoseDeal,
  ReopenDeal,
  RecordDealGoingStale,
  RecordDealGoneStale,
] as const;
export type AnyDealCommand = InstanceType<(typeof dealCommands)[number]>;
