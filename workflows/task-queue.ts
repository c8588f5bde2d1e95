/** The one queue on which processes and their commands run. */
export const taskQueue = 'dealtrail';
