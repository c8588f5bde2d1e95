import { approvals } from './approvals.mapping.js';
import { cfpbComplaints } from './cfpb-complaints.mapping.js';
import { crmPipeline } from './crm-pipeline.mapping.js';
import { incidents } from './incidents.mapping.js';
import type { Mapping } from './mapping.js';
import { shipments } from './shipments.mapping.js';

/** What `dealtrail import` can read; a new source is one file and a line here. */
export const mappings: readonly Mapping[] = [approvals, cfpbComplaints, crmPipeline, incidents, shipments];
