import type { Role } from '@dealtrail/event-sourcing';

/** An organisational unit of the demo company. */
export interface DemoUnit {
  readonly unitId: string;
  readonly kind: 'team' | 'region' | 'department';
  readonly name: string;
  readonly parent?: string;
  readonly head: string;
}

/** A person of the demo company; invented, like all names here. */
export interface DemoPerson {
  readonly staffId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly unitId: string;
}

const unit = (unitId: string, kind: DemoUnit['kind'], name: string, head: string, parent?: string): DemoUnit => ({
  unitId,
  kind,
  name,
  head,
  ...(parent !== undefined && { parent }),
});

const person = (staffId: string, name: string, unitId: string, ...roles: Role[]): DemoPerson => ({
  staffId,
  name,
  roles,
  unitId,
});

/** Larger units first, as each names the one it belongs to. */
export const units: readonly DemoUnit[] = [
  unit('xiaoshou', 'department', '銷售部', 'zhou.jie'),
  unit('zhichi', 'department', '職能部門', 'shen.wei'),
  unit('fawu', 'department', '法務部', 'han.mei'),
  unit('caiwu', 'department', '財務部', 'cao.ying'),
  unit('huadong', 'region', '華東區', 'wu.lei', 'xiaoshou'),
  unit('huanan', 'region', '華南區', 'zheng.hua', 'xiaoshou'),
  unit('huabei', 'region', '華北區', 'qian.feng', 'xiaoshou'),
  unit('huadong.1', 'team', '華東一組', 'zhao.min', 'huadong'),
  unit('huadong.2', 'team', '華東二組', 'sun.yan', 'huadong'),
  unit('huanan.1', 'team', '華南一組', 'he.qiang', 'huanan'),
  unit('huabei.1', 'team', '華北一組', 'lv.ping', 'huabei'),
];

/** Thirty people in the posts of the sales department and around it. */
export const people: readonly DemoPerson[] = [
  person('shen.wei', '沈維', 'zhichi', 'director'),
  person('zhou.jie', '周傑', 'xiaoshou', 'salesManager'),
  person('wu.lei', '吳磊', 'huadong', 'regionalSupervisor'),
  person('zheng.hua', '鄭華', 'huanan', 'regionalSupervisor'),
  person('qian.feng', '錢峰', 'huabei', 'regionalSupervisor'),
  person('zhao.min', '趙敏', 'huadong.1', 'supervisor'),
  person('sun.yan', '孫燕', 'huadong.2', 'supervisor'),
  person('he.qiang', '何強', 'huanan.1', 'supervisor'),
  person('lv.ping', '呂萍', 'huabei.1', 'supervisor'),
  person('li.na', '李娜', 'huadong.1', 'rep', 'mentor'),
  person('wang.fang', '王芳', 'huadong.1', 'rep'),
  person('liu.yang', '劉洋', 'huadong.1', 'rep'),
  person('chen.jing', '陳靜', 'huadong.2', 'rep'),
  person('yang.fan', '楊帆', 'huadong.2', 'rep'),
  person('huang.lei', '黃蕾', 'huanan.1', 'rep', 'mentor'),
  person('lin.tao', '林濤', 'huanan.1', 'rep'),
  person('xu.li', '徐麗', 'huanan.1', 'rep'),
  person('ma.chao', '馬超', 'huabei.1', 'rep'),
  person('gao.yuan', '高遠', 'huabei.1', 'rep'),
  person('tang.xin', '唐欣', 'zhichi', 'salesSupport'),
  person('luo.dan', '羅丹', 'zhichi', 'marketSupport'),
  person('han.mei', '韓梅', 'fawu', 'legal'),
  person('feng.gang', '馮剛', 'fawu', 'legal'),
  person('cao.ying', '曹穎', 'caiwu', 'finance'),
  person('deng.bo', '鄧波', 'caiwu', 'finance'),
  person('xie.hui', '謝輝', 'zhichi', 'technical'),
  person('pan.yu', '潘宇', 'zhichi', 'operations'),
  person('dong.xue', '董雪', 'zhichi', 'customerService'),
  person('jiang.yi', '蔣怡', 'zhichi', 'hr'),
  person('ye.qing', '葉青', 'zhichi', 'auditor'),
];

/** Who stands in for whom. */
export const deputies: readonly { readonly staffId: string; readonly deputy: string }[] = [
  { staffId: 'zhao.min', deputy: 'li.na' },
  { staffId: 'wu.lei', deputy: 'zhao.min' },
  { staffId: 'zhou.jie', deputy: 'wu.lei' },
  { staffId: 'shen.wei', deputy: 'zhou.jie' },
  { staffId: 'feng.gang', deputy: 'han.mei' },
  { staffId: 'deng.bo', deputy: 'cao.ying' },
];
