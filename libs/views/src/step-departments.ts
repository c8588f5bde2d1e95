import { stepDepartments, type StepDepartment } from '@dealtrail/contracts';

export { stepDepartments, type StepDepartment };

/** What they are called. */
export const departmentNames: Readonly<Record<StepDepartment, string>> = {
  legal: '法務',
  finance: '財務',
  director: '總監',
  added: '加簽',
};
