import { condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
import type { ParcelWatch } from './parcel.js';

/** Watches a parcel until it arrives; remembers all it heard. */
export const parcelWatch = (input: ParcelWatch): Promise<readonly string[]> => watch('parcelWatch', input);

/** The same for one part. */
export const parcelNews = (input: ParcelWatch): Promise<readonly string[]> => watch('parcelNews', input);

async function watch(name: string, input: ParcelWatch): Promise<readonly string[]> {
  let state = input;
  const heard: string[] = [];
  setHandler(
    defineSignal<[{ type: string; position: number; data: Partial<ParcelWatch> }]>(`${name}Event`),
    ({ type, position, data }) => {
      if (position <= state.position) return;
      state = { ...state, ...data, position };
      heard.push(type);
    },
  );
  setHandler(defineQuery(`${name}Status`), () => ({ ...state, heard }));
  await condition(() => state.closed);
  return heard;
}
