/** Why a deal has the grade that it has, as it stands in its history. */
export const gradeReason = (customerNumber: string): string => `隨客戶 ${customerNumber} 評級 graded with its customer`;
