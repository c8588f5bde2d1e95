import { Findings } from './findings.js';
import type { PolicyKind } from './policy-kind.js';

/** A stage of the sales funnel (R035). */
export interface FunnelStage {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

/** A step of the sales process (R037), in one stage of the funnel. */
export interface ProcessStep extends FunnelStage {
  readonly stage: string;
  /** The gate: keys of the evidence a deal must show before it enters, e.g. `needs-report`. */
  readonly requires: readonly string[];
}

/** How a deal goes from first contact to after-sales; stages and steps in their order. */
export interface DealStages {
  readonly stages: readonly FunnelStage[];
  readonly steps: readonly ProcessStep[];
}

const step = (id: string, stage: string, zh: string, en: string, ...requires: string[]): ProcessStep => ({
  id,
  stage,
  zh,
  en,
  requires,
});

/** 销售漏斗 and the seven steps of the standard process (R035, R037); a quotation needs the needs-analysis report (R046). */
export const dealStages: PolicyKind<DealStages> = {
  zh: '銷售漏斗與流程',
  en: 'Funnel and sales process',
  first: {
    stages: [
      { id: 'awareness', zh: '认知', en: 'Awareness' },
      { id: 'interest', zh: '兴趣', en: 'Interest' },
      { id: 'consideration', zh: '考虑', en: 'Consideration' },
      { id: 'decision', zh: '决策', en: 'Decision' },
    ],
    steps: [
      step('development', 'awareness', '客户开发', 'Customer development'),
      step('first-contact', 'awareness', '初步接触', 'First contact'),
      step('needs', 'interest', '需求沟通', 'Needs analysis'),
      step('solution', 'consideration', '方案制定', 'Solution'),
      step('quotation', 'consideration', '报价', 'Quotation', 'needs-report'),
      step('contract', 'decision', '合同签订', 'Contract'),
      step('after-sales', 'decision', '售后服务', 'After-sales'),
    ],
  },
  problems: (content) => {
    const findings = new Findings();
    const { stages, steps } = findings.members('', content, ['stages', 'steps']) ?? {};
    const stageIds = findings.list('stages', stages, 1, 12).map((stage, n) => {
      const { id, zh, en } = findings.members(`stages[${n}]`, stage, ['id', 'zh', 'en']) ?? {};
      findings.key(`stages[${n}].id`, id);
      findings.title(`stages[${n}].zh`, zh);
      findings.title(`stages[${n}].en`, en);
      return id;
    });
    findings.once(stageIds, (n) => `stages[${n}].id`);
    const used = new Set<unknown>();
    let reached = 0;
    const stepIds = findings.list('steps', steps, 1, 40).map((step, n) => {
      const members = findings.members(`steps[${n}]`, step, ['id', 'stage', 'zh', 'en', 'requires']) ?? {};
      findings.key(`steps[${n}].id`, members.id);
      findings.title(`steps[${n}].zh`, members.zh);
      findings.title(`steps[${n}].en`, members.en);
      findings.oneOf(`steps[${n}].stage`, members.stage, stageIds);
      const stage = stageIds.indexOf(members.stage);
      if (stage !== -1 && stage < reached)
        findings.add(`steps[${n}].stage`, 'stage-goes-back', 'must not come before the stage of the step above');
      reached = Math.max(reached, stage);
      used.add(members.stage);
      const keys = findings.list(`steps[${n}].requires`, members.requires, 0, 20);
      keys.forEach((key, k) => findings.key(`steps[${n}].requires[${k}]`, key));
      findings.once(keys, (k) => `steps[${n}].requires[${k}]`);
      return members.id;
    });
    findings.once(stepIds, (n) => `steps[${n}].id`);
    stageIds.forEach((id, n) => {
      if (!used.has(id)) findings.add(`stages[${n}]`, 'stage-without-step', 'must have at least one step');
    });
    return findings.errors;
  },
};
