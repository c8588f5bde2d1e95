import { condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
import type { ParcelWatch } from './parcel.js';

/** Watches a parcel until it arrives; remembers all it heard. */
export async function parcelWatch(input: ParcelWatch): Promise<readonly string[]> {
  let state = input;
  const heard: string[] = [];
  setHandler(
    defineSignal<[{ type: string; position: number; data: Partial<ParcelWatch> }]>('parcelWatchEvent'),
    ({ type, position, data }) => {
      if (position <= state.position) return;
      state = { ...state, ...data, position };
      heard.push(type);
    },
  );
  setHandler(defineQuery('parcelWatchStatus'), () => ({ ...state, heard }));
  await condition(() => state.closed);
  return heard;
}
